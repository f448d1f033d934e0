import browser from 'webextension-polyfill';
import { type Exceptions, NO_EXCEPTIONS } from '../call/exceptions.ts';
import { now } from '../clock.ts';
import { knownFragments, knownReason } from '../keys/known-text.ts';
import { normalise } from '../keys/normalise.ts';
import { callSecretFromPassphrase, PassphraseError } from '../keys/passphrase.ts';
import type { PassphraseAnswer } from '../protocol/answers.ts';
import { FORGET_FAILURES, POKE } from '../protocol/guard.ts';
import type { Calls, TabView } from '../protocol/tab-view.ts';
import { knownOf } from './known-to-service.ts';
import type { Memory } from './memory.ts';
import { memoryView } from './memory-handlers.ts';
import { shownBy } from './shown-tab.ts';
import { siteOf } from './sites.ts';
import { type TabRecord, type TabRecords, withoutSecret } from './tab-records.ts';
import { callIdOf, makeTabSecret, withClock, withSecret } from './tab-secret.ts';
import { callsOf, viewOf } from './view.ts';

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
    const guarded = await poke(tabId, await this.#records.read(tabId));
    await this.#records.update(tabId, (known) => withClock(known, now()));
    const { record, meeting, tab } = await shownBy(this.#records, tabId);
    const memory = await memoryView(this.#memory, record, meeting, tab.incognito);
    const page = { tabId, address: tab.url, meeting, site: await siteOf(tab.url), guarded };
    return viewOf(page, record, memory, now());
  }

  async protect(tabId: number, on: boolean): Promise<TabView> {
    const { meeting } = await shownBy(this.#records, tabId);
    // Without a meeting there is nothing to protect; switching off is always possible.
    if (!on || meeting) {
      await this.#records.update(tabId, (record) => ({ ...record, on, exceptions: NO_EXCEPTIONS }));
      await this.#show(tabId);
    }
    return this.view(tabId);
  }

  /** Lets something through unsealed, or no longer. Only while protection is on, and for the meeting that is shown. */
  async exceptions(tabId: number, { hear, sound }: Exceptions): Promise<TabView> {
    await shownBy(this.#records, tabId);
    await this.#records.update(tabId, (record) =>
      record.on && record.meeting ? { ...record, exceptions: { hear, sound } } : record,
    );
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

/** Milliseconds that a document may take to answer: its page may be busy. */
const ANSWER_MS = 2_000;

/**
 * Asks the guards of a tab to report, and waits until they have done as the answer says.
 *
 * @param record whose documents are waited for, beside the one that answers first
 * @returns whether there is any guard
 */
export async function poke(tabId: number, { documents }: Pick<TabRecord, 'documents'>): Promise<boolean> {
  const ask = (options?: { frameId: number }): Promise<boolean> =>
    Promise.race([
      browser.tabs.sendMessage(tabId, POKE, options).then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ANSWER_MS)),
    ]);
  const frames = Object.keys(documents).map((frameId) => ask({ frameId: Number(frameId) }));
  const [any] = await Promise.all([ask(), ...frames]);
  return any;
}
