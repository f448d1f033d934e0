import { now } from '../clock.ts';
import { newChain } from '../keys/chain.ts';
import type { ManagedSettings } from '../managed.ts';
import type { KeyAnswer, KeyRefusal, ShareAnswer, WordsAnswer } from '../protocol/answers.ts';
import type { TabView } from '../protocol/tab-view.ts';
import type { Meeting } from '../services/registry.ts';
import { slotAt } from '../slots.ts';
import {
  answerRequest,
  newRequest,
  readWords,
  refusal,
  shareInvite,
  shownRequest,
  standsIn,
  takeText,
  withPublicWords,
} from './key-exchange.ts';
import type { TabRecord, TabRecords } from './tab-records.ts';
import { makeTabSecret, withClock, withSecret } from './tab-secret.ts';

/** What the handlers need of the tabs. */
export interface Tabs {
  /** The meeting that a tab's address names. */
  meeting(tabId: number): Promise<Meeting | undefined>;
  /** What can be read in a tab's page. */
  text(tabId: number): Promise<string>;
  isPrivate(tabId: number): Promise<boolean>;
  /** Brings toolbar and guards of a tab up to date, and gives its view. */
  changed(tabId: number): Promise<TabView>;
  /** Brings toolbar and guards of all tabs up to date. */
  allChanged(): Promise<void>;
  /** What the organisation has set. */
  managed(): Promise<ManagedSettings>;
}

/** How keys are made, shared and taken. The popup asks; no answer but an invite's holds a secret. */
export class KeyHandlers {
  readonly #records: TabRecords;
  readonly #tabs: Tabs;

  constructor(records: TabRecords, tabs: Tabs) {
    this.#records = records;
    this.#tabs = tabs;
  }

  newKey(tabId: number): Promise<KeyAnswer> {
    return this.#inMeeting(tabId, async (meeting) => {
      const secret = await makeTabSecret(meeting, newChain(slotAt(now())), null);
      await this.#records.update(tabId, (record) => withSecret(record, secret, now()));
      return this.#done(tabId);
    });
  }

  invite(tabId: number): Promise<ShareAnswer> {
    return this.#inMeeting(tabId, (meeting, record) => shareInvite(record, meeting, now()));
  }

  accept(tabId: number, text: string): Promise<KeyAnswer> {
    return this.#inMeeting(tabId, async (meeting, record) => {
      const taken = await takeText(record, meeting, text, now());
      if (!taken.ok) return taken;
      if (standsIn(await this.#tabs.text(tabId), text)) return refusal('on-page');
      const secret = await makeTabSecret(meeting, taken.secret, null, taken.sealed);
      await this.#records.update(tabId, (known) => withSecret(known, secret, now()));
      return this.#done(tabId);
    });
  }

  request(tabId: number): Promise<KeyAnswer> {
    return this.#inMeeting(tabId, async (meeting, record) => {
      if (!shownRequest(record, meeting, now())) {
        const request = await newRequest(meeting, now());
        await this.#records.update(tabId, (known) => {
          const made = { ...known, request };
          return withPublicWords(made, shownRequest(made, meeting, now())?.words ?? '');
        });
      }
      return this.#done(tabId);
    });
  }

  readRequest(tabId: number, text: string): Promise<WordsAnswer> {
    return this.#inMeeting(tabId, async (meeting, record) => {
      const answer = readWords(record, meeting, text, now());
      if (answer.ok) await this.#records.update(tabId, (known) => withPublicWords(known, answer.words));
      return answer;
    });
  }

  answerRequest(tabId: number, text: string, words: string): Promise<ShareAnswer> {
    return this.#inMeeting(tabId, (meeting, record) => answerRequest(record, meeting, text, words, now()));
  }

  /** @param code the digits that were compared: what is said of them holds for no other key */
  async compared(tabId: number, code: string, compared: boolean): Promise<TabView> {
    await this.#records.update(tabId, (record) => {
      const { secret } = record;
      if (secret?.code.digits !== code) return record;
      return { ...record, secret: { ...secret, compared, unconfirmed: secret.unconfirmed && !compared } };
    });
    return this.#tabs.changed(tabId);
  }

  async notSent(tabId: number): Promise<TabView> {
    await this.#records.update(tabId, (record) => ({ ...record, keyStopped: false }));
    return this.#tabs.changed(tabId);
  }

  async #done(tabId: number): Promise<KeyAnswer> {
    return { ok: true, view: await this.#tabs.changed(tabId) };
  }

  async #inMeeting<T>(
    tabId: number,
    act: (meeting: Meeting, record: TabRecord) => T | Promise<T>,
  ): Promise<T | KeyRefusal> {
    const meeting = await this.#tabs.meeting(tabId);
    if (!meeting) return refusal('no-meeting');
    return act(meeting, await this.#records.update(tabId, (record) => withClock(record, now())));
  }
}
