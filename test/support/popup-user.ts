/** Somebody who uses the popup with mouse and keyboard. */

import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { openedPage } from './browsers.ts';
import type { Participant } from './member.ts';
import { poll } from './poll.ts';

declare const chrome: { readonly storage: { readonly session: { set(items: object): Promise<void> } } };

export class PopupUser {
  readonly participant: Participant;
  /** Clicks and inputs so far; what has to be unfolded first counts too. */
  steps = 0;
  /** Inputs among them. */
  inputs = 0;
  #page: Page;

  private constructor(participant: Participant, page: Page) {
    this.participant = participant;
    this.#page = page;
  }

  static async open(participant: Participant): Promise<PopupUser> {
    return new PopupUser(participant, await participant.popup());
  }

  /** Closes the popup and opens it again. */
  async reopen(): Promise<void> {
    await this.participant.closePopup();
    this.#page = await this.participant.popup();
  }

  async situation(name: string): Promise<void> {
    await this.#page.bringToFront();
    await this.#page.waitForSelector(`main[data-situation="${name}"]`);
  }

  /** Once it can be clicked: what a click before has begun is over then. */
  async click(selector: string): Promise<void> {
    await this.#find(`${selector}:not([aria-disabled="true"])`);
    this.steps++;
    await this.#page.locator(selector).click();
  }

  /** Presses the button among several that says so. */
  async press(selector: string, label: string): Promise<void> {
    await this.#find(selector);
    this.steps++;
    await this.#page.locator(`${selector} ::-p-text(${label})`).click();
  }

  /** Clicks what opens a page of the extension and closes the popup. @param path such as 'pages/qr.html' */
  async opens(selector: string, path: string): Promise<Page> {
    const { client } = this.participant;
    await this.#find(selector);
    this.steps++;
    // Firefox's driver does not see a tab that an extension opens.
    if (client.name === 'firefox')
      return client.extensionPage(path + (await this.#page.evaluate(() => location.search)));
    const opened = openedPage(client.browser, path);
    await this.#page.locator(selector).click();
    return opened;
  }

  /** Puts a text into a field, in place of what stands there, as somebody does who selects all and pastes. */
  async type(selector: string, text: string): Promise<void> {
    await this.#find(`${selector}:enabled`);
    this.steps++;
    this.inputs++;
    await this.#page.$eval(
      selector,
      (field, typed) => {
        const input = field as HTMLInputElement | HTMLTextAreaElement;
        input.focus();
        input.select();
        document.execCommand(typed === '' ? 'delete' : 'insertText', false, typed);
      },
      text,
    );
  }

  async value(selector: string): Promise<string> {
    await this.#find(selector);
    await poll(async () => (await this.#page.$eval(selector, (field) => (field as HTMLTextAreaElement).value)) !== '');
    return this.#page.$eval(selector, (field) => (field as HTMLTextAreaElement).value);
  }

  async text(selector: string): Promise<string> {
    await this.#page.bringToFront();
    await this.#page.waitForSelector(selector);
    return this.#page.$eval(selector, (element) => element.textContent ?? '');
  }

  /** Waits until the popup says this, to be seen. */
  async says(sentence: string): Promise<void> {
    await this.#page.bringToFront();
    let said = '';
    await poll(
      async () => {
        // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen counts
        said = await this.#page.evaluate(() => document.body.innerText);
        return said.includes(sentence);
      },
      { state: () => said },
    );
    expect(said).toContain(sentence);
  }

  async moveClock(milliseconds: number): Promise<void> {
    await this.#page.evaluate((offset) => chrome.storage.session.set({ testClockOffset: offset }), milliseconds);
  }

  /** Waits for a control, and unfolds what it is in. */
  async #find(selector: string): Promise<void> {
    await this.#page.bringToFront();
    await this.#page.waitForSelector(selector);
    this.steps += await this.#page.$eval(selector, (element) => {
      let unfolded = 0;
      for (let at = element.closest('details'); at; at = at.parentElement?.closest('details') ?? null) {
        if (at.open || element.closest('summary')) continue;
        at.open = true;
        unfolded++;
      }
      return unfolded;
    });
  }
}
