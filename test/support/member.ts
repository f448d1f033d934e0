/** One participant of a test call: a page in a browser, and the extension's popup beside it. */
import type { Frame, Page } from 'puppeteer-core';
import { type Protocol, send } from '../../src/protocol/messages.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Client } from './browsers.ts';
import { inviteBy } from './invite-by.ts';
import { poll } from './poll.ts';

/** What conference.js offers as `call`, as far as tests use it from outside. */
export interface CallStats {
  readonly sent: Record<string, Record<string, number>>;
  readonly received: Record<string, Record<string, Record<string, number>>>;
}

/** What was heard: peak and share of the tone's energy (0 to 1), and how long. */
export interface Sound {
  readonly peak: number;
  readonly share: number;
  readonly seconds: number;
}

/** What was heard of a voice, and whether its element plays it. */
export interface Voice extends Sound {
  readonly muted: boolean;
  readonly paused: boolean;
}

export interface JoinOptions {
  readonly port: number;
  readonly id: number;
  readonly name: string;
  readonly video?: 'camera' | 'canvas';
  readonly tapped?: boolean;
  /** The page's own transform on every sender and receiver, as own-transform.js has it. */
  readonly own?: 'in-worker' | 'in-window' | 'held' | 'script';
  readonly configuration?: RTCConfiguration;
}

/** MIME types in lower case, in the order of preference. */
export interface Codecs {
  readonly audio?: readonly string[];
  readonly video?: readonly string[];
}

interface PageCall {
  join(options: JoinOptions): Promise<void>;
  offer(name: string, video?: string, codecs?: Codecs): Promise<string>;
  answer(name: string, offer: string, video?: string, codecs?: Codecs): Promise<string>;
  accept(name: string, answer: string): Promise<void>;
  leave(): void;
  stats(): Promise<CallStats>;
  sound(name: string): Promise<Sound | undefined>;
  voices(): Promise<Readonly<Record<string, Voice>>>;
  picture(name: string): { width: number; height: number; luma: number[] } | undefined;
  readonly tapped: { kind: 'audio' | 'video'; bytes: Uint8Array }[];
}

declare const call: PageCall;

/** A view asks every guard of the tab, and what they count changes once a second. */
const VIEW_PAUSE_MS = 250;

export class Participant {
  readonly client: Client;
  readonly page: Page;
  #place: Pick<Page | Frame, 'evaluate'>;
  #popup: Page | undefined;
  #tabId: number | undefined;
  #aheadMs = 0;

  private constructor(client: Client, page: Page) {
    this.client = client;
    this.page = page;
    this.#place = page;
  }

  static async open(client: Client, address: string, place: 'tab' | 'window' = 'tab'): Promise<Participant> {
    const page = place === 'tab' ? await client.newPage() : await client.newWindow();
    await page.goto(address);
    return new Participant(client, page);
  }

  /** The call is in the frame of the page whose address has this in it. Waits for its script. */
  async enter(address: string): Promise<void> {
    let frame: Frame | undefined;
    await poll(
      async () => {
        frame = this.page.frames().find((candidate) => candidate.url().includes(address));
        return (await frame?.evaluate(() => 'call' in globalThis).catch(() => false)) ?? false; // between two documents
      },
      {
        state: () =>
          `${address} among ${this.page
            .frames()
            .map((candidate) => candidate.url())
            .join(', ')}`,
      },
    );
    this.#place = frame as Frame;
  }

  /** Runs in the page or frame of the call. */
  inCall<Args extends unknown[], Result>(action: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>> {
    return this.#place.evaluate(action as never, ...args) as Promise<Awaited<Result>>;
  }

  /** The number of this participant's tab, as the extension knows it. */
  async #tab(): Promise<number> {
    if (this.#tabId !== undefined) return this.#tabId;
    const desk = await this.client.desk();
    const tabs = await desk.evaluate(async () => {
      const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
      return (await api.tabs.query({})).map(({ id, url }) => ({ id, url }));
    });
    this.#tabId = tabs.find(({ url }) => url === this.page.url())?.id;
    if (this.#tabId === undefined) throw new Error(`no tab shows ${this.page.url()}`);
    return this.#tabId;
  }

  /** The popup of this participant's tab, as a page of its own. */
  async popup(): Promise<Page> {
    // It closes by itself when it opens another page.
    if (!this.#popup || this.#popup.isClosed()) {
      this.#popup = await this.client.extensionPage(`popup/popup.html?tab=${await this.#tab()}`);
      // While it is in front: in a page behind others the driver waits for nothing that is not there yet.
      await this.#popup.waitForSelector('main:not([data-situation="loading"])');
      await this.page.bringToFront();
    }
    return this.#popup;
  }

  /** Guards' reports take this long to be answered from now on. */
  async slowBackground(milliseconds: number): Promise<void> {
    await (await this.popup()).evaluate((testDelay) => {
      const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
      return api.storage.session.set({ testDelay });
    }, milliseconds);
  }

  async closePopup(): Promise<void> {
    await this.#popup?.close();
    this.#popup = undefined;
    await this.page.bringToFront();
  }

  /** Asks the background as the popup does, and like it once more when the browser is just ending the background. */
  async ask<K extends keyof Protocol>(
    kind: K,
    data: Partial<Protocol[K]['request']> = {},
  ): Promise<Protocol[K]['response']> {
    const [desk, tabId] = [await this.client.desk(), await this.#tab()];
    const sendMessage = (message: unknown): Promise<unknown> =>
      desk.evaluate((content) => {
        const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
        return api.runtime.sendMessage(content);
      }, message);
    return send(sendMessage, kind, { ...data, tabId } as Protocol[K]['request']);
  }

  /** Says something to the guards of this tab that the test build alone understands. @param afterMs that it waits first */
  async guard(message: unknown, afterMs = 0): Promise<unknown> {
    const [desk, tabId] = [await this.client.desk(), await this.#tab()];
    return desk.evaluate(
      async (id, said, milliseconds) => {
        const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
        if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
        return api.tabs.sendMessage(id, said);
      },
      tabId,
      message,
      afterMs,
    );
  }

  /** Moves the clock of this browser's extension. */
  async setClock(aheadMs: number): Promise<void> {
    this.#aheadMs = aheadMs;
    const desk = await this.client.desk();
    await desk.evaluate((testClockOffset) => {
      const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
      return api.storage.session.set({ testClockOffset });
    }, aheadMs);
  }

  view(): Promise<TabView> {
    return this.ask('popup:view');
  }

  /**
   * Switches protection on and, when given, has the key of a passphrase: by an invite, so that no browser works it out
   * once more. That takes a second each time; tests of what is typed say so.
   */
  async protect(passphrase?: string, way: 'invited' | 'typed' = 'invited'): Promise<void> {
    const view = await this.ask('popup:protect', { on: true });
    if (passphrase === undefined) return;
    const answer =
      way === 'typed'
        ? await this.ask('popup:passphrase', { passphrase })
        : await this.ask('popup:accept', {
            text: inviteBy(passphrase, this.page.url(), view.meeting, Date.now() + this.#aheadMs),
          });
    if (!answer.ok) throw new Error(answer.reason);
  }

  /** Waits until the popup's view says so. */
  async until(condition: (view: TabView) => boolean): Promise<TabView> {
    let last: TabView | undefined;
    await poll(
      async () => {
        last = await this.view();
        return condition(last);
      },
      { state: () => JSON.stringify(last), pauseMs: VIEW_PAUSE_MS },
    );
    return last as TabView;
  }

  join(options: JoinOptions): Promise<void> {
    return this.inCall((o) => call.join(o), options);
  }

  /** Connects to another participant directly, in both directions; each is shown to the other under its name. */
  async connect(own: string, other: Participant, name: string, codecs?: Codecs): Promise<void> {
    const video = (participant: Participant): string => (participant.client.name === 'firefox' ? 'canvas' : 'camera');
    const offer = await this.inCall((n, v, c) => call.offer(n, v, c), name, video(this), codecs);
    const answer = await other.inCall((n, o, v, c) => call.answer(n, o, v, c), own, offer, video(other), codecs);
    await this.inCall((n, a) => call.accept(n, a), name, answer);
  }

  /** Closes all connections. */
  leave(): Promise<void> {
    return this.inCall(() => call.leave());
  }

  stats(): Promise<CallStats> {
    return this.inCall(() => call.stats());
  }

  sound(name: string): Promise<Sound | undefined> {
    return this.inCall((n) => call.sound(n), name);
  }

  /** What is heard of members whose sound comes inside their pictures, by the name of the voice: member and stream. */
  async voices(): Promise<Readonly<Record<string, Voice>>> {
    await this.guard('callseal:test-show-voices');
    return this.inCall(() => call.voices());
  }

  picture(name: string): Promise<{ width: number; height: number; luma: number[] } | undefined> {
    return this.inCall((n) => call.picture(n), name);
  }

  /** The clear frames that the page's own tap copied. */
  async tapped(kind: 'audio' | 'video'): Promise<Uint8Array[]> {
    // As text: WebDriver BiDi hands over a number as an object of its own.
    const frames = await this.inCall(
      (k) =>
        call.tapped
          .filter((frame) => frame.kind === k)
          .map(({ bytes }) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''))),
      kind,
    );
    return frames.map((frame) => Buffer.from(frame, 'base64'));
  }
}

declare const chrome: {
  readonly runtime: { sendMessage(message: unknown): Promise<unknown> };
  readonly tabs: {
    query(filter: object): Promise<{ readonly id?: number; readonly url?: string }[]>;
    sendMessage(tabId: number, message: unknown): Promise<unknown>;
  };
  readonly storage: { readonly session: { set(items: object): Promise<void> } };
};
