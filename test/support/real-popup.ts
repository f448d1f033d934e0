/** The popup as the toolbar opens it, in a window of the browser's own making: its size and focus are the browser's. */
import type { TabView } from '../../src/protocol/tab-view.ts';
import { type Client, FIREFOX_ID, inFirefox } from './browsers.ts';
import type { Participant } from './member.ts';
import { PATIENCE_MS, poll } from './poll.ts';

declare const chrome: {
  readonly action: { openPopup(): Promise<void> };
  readonly extension: { getViews(filter: { type: 'popup' }): readonly Window[] };
  readonly storage: { readonly session: { set(items: object): Promise<void>; remove(key: string): Promise<void> } };
};

/** What was measured of it. Lengths are in CSS pixels. */
export interface Measured {
  readonly width: number;
  readonly height: number;
  /** Of what is in it. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  /** Sizes of the letters in which sentences stand, buttons and headlines. */
  readonly letters: readonly number[];
  /** How far down each of the asked controls ends; null for one that is not there. */
  readonly ends: readonly (number | null)[];
  readonly scrolled: number;
  /** The focus is on the next step, or, without any, on the headline. */
  readonly focused: boolean;
}

/** Milliseconds after which what is not in order will not be. */
const SETTLED_MS = PATIENCE_MS / 3;

export class RealPopup {
  readonly #client: Client;
  readonly #member: Participant;

  constructor(member: Participant) {
    this.#client = member.client;
    this.#member = member;
  }

  async open(): Promise<void> {
    await this.#member.page.bringToFront();
    if (this.#client.name === 'chromium') await (await this.#client.desk()).evaluate(() => chrome.action.openPopup());
    else {
      await inFirefox(
        this.#client.browser,
        `const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(FIREFOX_ID)});
        await ExtensionParent.apiManager.global.browserActionFor(extension).openPopup(window);`,
      );
    }
    await this.situation();
  }

  async close(): Promise<void> {
    const desk = await this.#client.desk();
    await desk.evaluate(() => {
      for (const view of chrome.extension.getViews({ type: 'popup' })) view.close();
    });
    await poll(() => desk.evaluate(() => chrome.extension.getViews({ type: 'popup' }).length === 0));
  }

  /** Has it show a view, whatever the tab does. @param view null for what the tab really does */
  async stage(view: TabView | null): Promise<void> {
    const desk = await this.#client.desk();
    if (view === null) await desk.evaluate(() => chrome.storage.session.remove('testView'));
    else await desk.evaluate((testView) => chrome.storage.session.set({ testView }), view as never);
  }

  /** Waits until it is there and has something to say. @returns what it has to talk about */
  async situation(): Promise<string> {
    let situation: string | undefined;
    const desk = await this.#client.desk();
    await poll(async () => {
      situation = await desk.evaluate(() => {
        const [popup] = chrome.extension.getViews({ type: 'popup' });
        return popup?.document.querySelector('main')?.dataset['situation'];
      });
      return situation !== undefined && situation !== 'loading';
    });
    return situation ?? '';
  }

  async click(selector: string): Promise<void> {
    await this.has(selector);
    const desk = await this.#client.desk();
    await desk.evaluate((asked) => {
      chrome.extension.getViews({ type: 'popup' })[0]?.document.querySelector<HTMLElement>(asked)?.click();
    }, selector);
  }

  async has(selector: string): Promise<void> {
    const desk = await this.#client.desk();
    const isThere = (): Promise<boolean> =>
      desk.evaluate(
        (asked) => Boolean(chrome.extension.getViews({ type: 'popup' })[0]?.document.querySelector(asked)),
        selector,
      );
    await poll(isThere, { state: () => selector });
  }

  /** Once the browser has given it its size, and what is shown last has the focus. */
  async measure(selectors: readonly string[]): Promise<Measured> {
    const end = Date.now() + SETTLED_MS;
    let before: Measured | undefined;
    for (;;) {
      const measured = await this.#measureNow(selectors);
      const isSettled = measured.focused && JSON.stringify(measured) === JSON.stringify(before);
      if (isSettled || Date.now() > end) return measured;
      before = measured;
    }
  }

  async #measureNow(selectors: readonly string[]): Promise<Measured> {
    const desk = await this.#client.desk();
    return desk.evaluate((asked) => {
      const [popup] = chrome.extension.getViews({ type: 'popup' });
      if (!popup) throw new Error('no popup');
      const { document: page } = popup;
      const sentences = [...page.querySelectorAll('h1, h2, .status p, .notice, button:not(.link), label')];
      const shown = sentences.filter((each) => each.checkVisibility() && each.textContent?.trim());
      const steps = [...page.querySelectorAll('[data-next="true"]')];
      const next = steps.find((step) => step.checkVisibility()) ?? page.querySelector('h1');
      return {
        width: popup.innerWidth,
        height: popup.innerHeight,
        contentWidth: page.documentElement.scrollWidth,
        contentHeight: page.documentElement.scrollHeight,
        letters: shown.map((each) => Number.parseFloat(popup.getComputedStyle(each).fontSize)),
        ends: asked.map((selector) => {
          const control = page.querySelector(selector);
          return control?.checkVisibility() ? Math.ceil(control.getBoundingClientRect().bottom + popup.scrollY) : null;
        }),
        scrolled: popup.scrollY,
        focused: page.activeElement === next,
      };
    }, selectors);
  }
}
