import browser from 'webextension-polyfill';
import { type Exceptions, NO_EXCEPTIONS } from '../call/exceptions.ts';
import { now } from '../clock.ts';
import { isDrawn } from '../keys/drawn-words.ts';
import { knownFragments, knownReason } from '../keys/known-text.ts';
import { normalise } from '../keys/normalise.ts';
import { callSecretFromPassphrase, PassphraseError } from '../keys/passphrase.ts';
import type { PassphraseAnswer } from '../protocol/answers.ts';
import { FORGET_FAILURES } from '../protocol/guard.ts';
import type { Calls, TabView } from '../protocol/tab-view.ts';
import { holdPages } from './hold.ts';
import { protectedMeetings } from './known-meetings.ts';
import { knownOf } from './known-to-service.ts';
import { look } from './look.ts';
import { managedSettings } from './managed-settings.ts';
import type { Memory } from './memory.ts';
import { memoryView } from './memory-handlers.ts';
import { shownBy } from './shown-tab.ts';
import { siteOf } from './sites.ts';
import { type TabRecords, withoutSecret } from './tab-records.ts';
import { callIdOf, makeTabSecret, withClock, withSecret } from './tab-secret.ts';
import { callsOf, unprovenOf, viewOf } from './view.ts';

type Refusal = Extract<PassphraseAnswer, { ok: false }>;

/** What the popup may ask. Each answer is the tab's new view. */
export class PopupHandlers {
  readonly #records: TabRecords;
  readonly #memory: Memory;
  readonly #show: (tabId: number) => Promise<void>;

  /** @param show brings the toolbar of a tab up to date */
  constructor(records: TabRecords, memory: Memory, show: (tabId: number) => Promise<void>) {
    this.#records = records;
    this.#memory = memory;
    this.#show = show;
  }

  async view(tabId: number): Promise<TabView> {
    const guarded = await look(this.#records, tabId);
    await this.#records.update(tabId, (known) => withClock(known, now()));
    const { record, meeting, tab } = await shownBy(this.#records, tabId);
    const managed = await managedSettings();
    const memory = await memoryView(this.#memory, record, meeting, tab.incognito, managed);
    const origins = unprovenOf(record)?.origins ?? [];
    const frameSites = (await Promise.all(origins.map(siteOf))).filter((site) => site !== null);
    const keepable = memory.remembered === 'no' && !['private', 'organisation'].includes(memory.state);
    const toKeep = keepable && meeting !== undefined && (await protectedMeetings.isToAsk(meeting));
    const page = {
      toKeep,
      tabId,
      address: tab.url,
      meeting,
      site: await siteOf(tab.url),
      managed,
      frameSites,
      guarded,
    };
    return viewOf(page, record, memory, now());
  }

  async protect(tabId: number, on: boolean): Promise<TabView> {
    const { meeting } = await shownBy(this.#records, tabId);
    // Without a meeting there is nothing to protect; switching off is always possible.
    if (!on || meeting) {
      await this.#records.update(tabId, (record) => ({
        ...record,
        on,
        decided: true,
        recovered: false,
        returned: null,
        exceptions: NO_EXCEPTIONS,
        card: false,
      }));
      await holdPages(this.#records);
      await this.#show(tabId);
    }
    return this.view(tabId);
  }

  /** Lets something through unsealed, or no longer. Only while protection is on, and for the meeting that is shown. */
  async exceptions(tabId: number, { hear, sound }: Exceptions): Promise<TabView> {
    await shownBy(this.#records, tabId);
    const { allowExceptions } = await managedSettings();
    await this.#records.update(tabId, (record) =>
      allowExceptions && record.on && record.meeting ? { ...record, exceptions: { hear, sound } } : record,
    );
    await this.#show(tabId);
    return this.view(tabId);
  }

  /** Gives the page a card in place of a camera, or no longer. Only while protection is on. */
  async card(tabId: number, card: boolean): Promise<TabView> {
    await shownBy(this.#records, tabId);
    await this.#records.update(tabId, (record) => (record.on ? { ...record, card } : record));
    await this.#show(tabId);
    return this.view(tabId);
  }

  /** @param own text of the user's own, which the popup has measured and he has confirmed */
  async passphrase(tabId: number, passphrase: string, own: boolean): Promise<PassphraseAnswer> {
    const shown = await shownBy(this.#records, tabId);
    const { meeting } = shown;
    const refused = (reason: Refusal['reason'], known: readonly string[] = []): Refusal => ({
      ok: false,
      reason,
      known,
    });
    if (!meeting) return refused('no-meeting');
    const { publicWords } = await this.#records.read(tabId);
    if (publicWords.some((words) => normalise(words) === normalise(passphrase))) return refused('public-words');
    const known = await knownOf(shown, meeting);
    const reason = knownReason(passphrase, known);
    if (reason) return refused(reason);
    if ((await managedSettings()).drawnWordsOnly && !isDrawn(passphrase)) return refused('organisation');
    try {
      const callSecret = await callSecretFromPassphrase(passphrase, callIdOf(meeting), own);
      const secret = await makeTabSecret(meeting, { kind: 'passphrase', key: callSecret }, passphrase);
      await this.#records.update(tabId, (record) => withSecret(record, secret, now()));
    } catch (error) {
      if (!(error instanceof PassphraseError)) throw error;
      return refused(error.reason, error.reason === 'own-text' ? knownFragments(known) : []);
    }
    await this.#show(tabId);
    return { ok: true, view: await this.view(tabId) };
  }

  async calls(): Promise<Calls> {
    return callsOf(await this.#records.all());
  }

  async forget(tabId: number): Promise<TabView> {
    await this.#records.update(tabId, withoutSecret);
    await this.#show(tabId);
    return this.view(tabId);
  }

  async reload(tabId: number): Promise<TabView> {
    // Nobody answers in a tab without a guard.
    await browser.tabs.sendMessage(tabId, FORGET_FAILURES).catch(() => undefined);
    await browser.tabs.reload(tabId);
    return this.view(tabId);
  }
}
