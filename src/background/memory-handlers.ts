import { now } from '../clock.ts';
import { movedOn, readSecret } from '../keys/call-secret.ts';
import { PassphraseError } from '../keys/passphrase.ts';
import type { RememberedKey } from '../keys/vault.ts';
import type { ManagedSettings } from '../managed.ts';
import type { MemoryAnswer, MemoryFailure } from '../protocol/answers.ts';
import type { MemoryView, TabView } from '../protocol/tab-view.ts';
import type { Meeting } from '../services/registry.ts';
import { slotAt } from '../slots.ts';
import type { Tabs } from './key-handlers.ts';
import type { Memory } from './memory.ts';
import { secretFor } from './orders.ts';
import type { TabRecord, TabRecords, TabSecret } from './tab-records.ts';
import { makeTabSecret, withClock, withSecret } from './tab-secret.ts';

/** What the user keeps for the next time, and how it comes back: by a click for this meeting in this tab, never before. */
export class MemoryHandlers {
  readonly #memory: Memory;
  readonly #records: TabRecords;
  readonly #tabs: Tabs;

  constructor(memory: Memory, records: TabRecords, tabs: Tabs) {
    this.#memory = memory;
    this.#records = records;
    this.#tabs = tabs;
  }

  create(tabId: number, passphrase: string, measured: boolean): Promise<MemoryAnswer> {
    return this.#inPublic(tabId, async () => {
      try {
        const { drawnWordsOnly } = await this.#tabs.managed();
        await this.#memory.create(passphrase, measured && !drawnWordsOnly);
      } catch (error) {
        if (error instanceof PassphraseError) return refused(error.reason === 'empty' ? 'empty' : 'weak');
        throw error;
      }
      return this.#done(tabId);
    });
  }

  unlock(tabId: number, passphrase: string): Promise<MemoryAnswer> {
    return this.#inPublic(tabId, async () =>
      (await this.#memory.unlock(passphrase)) ? this.#done(tabId) : refused('wrong'),
    );
  }

  async lock(tabId: number): Promise<TabView> {
    await this.#memory.lock();
    return this.#tabs.changed(tabId);
  }

  remember(tabId: number, remember: boolean): Promise<MemoryAnswer> {
    return this.#inPublic(tabId, async (meeting) => {
      const record = await this.#records.update(tabId, (known) => withClock(known, now()));
      const secret = secretFor(record, meeting);
      if (remember && (!secret || secret.unconfirmed)) return refused('no-key');
      const key = remember && secret ? rememberedKey(meeting, secret) : undefined;
      return (await this.#memory.change(meeting, key)) ? this.#done(tabId) : refused('locked');
    });
  }

  /** Gives the tab the key that is remembered for the meeting it shows. */
  useRemembered(tabId: number): Promise<MemoryAnswer> {
    return this.#inPublic(tabId, async (meeting) => {
      const found = await this.#memory.find(meeting);
      if (!found) return refused('not-remembered');
      const callSecret = movedOn(found.callSecret, slotAt(now()));
      if (!callSecret) return refused('expired');
      const secret = await makeTabSecret(meeting, readSecret(callSecret), found.passphrase);
      await this.#records.update(tabId, (record) => withSecret(record, secret, now()));
      return this.#done(tabId);
    });
  }

  /** The secrets of all tabs, what was typed, the memory and its key. What is on stays on, without a key. */
  async forgetEverything(tabId: number): Promise<TabView> {
    await this.#memory.forget();
    await this.#records.forgetSecrets();
    await this.#tabs.allChanged();
    return this.#tabs.changed(tabId);
  }

  async #done(tabId: number): Promise<MemoryAnswer> {
    return { ok: true, view: await this.#tabs.changed(tabId) };
  }

  /** A private window neither adds to the memory nor takes from it: nothing of it may be seen to have been there. */
  async #inPublic(tabId: number, act: (meeting: Meeting) => Promise<MemoryAnswer>): Promise<MemoryAnswer> {
    if (await this.#tabs.isPrivate(tabId)) return refused('private-window');
    if (!(await this.#tabs.managed()).allowRememberedKeys) return refused('organisation');
    const meeting = await this.#tabs.meeting(tabId);
    return meeting ? act(meeting) : refused('no-meeting');
  }
}

/** What the popup shows of the memory in a tab. */
export async function memoryView(
  memory: Memory,
  record: TabRecord,
  meeting: Meeting | undefined,
  isPrivate: boolean,
  managed: ManagedSettings,
): Promise<MemoryView> {
  if (!managed.allowRememberedKeys) return { state: 'organisation', remembered: 'no' };
  if (isPrivate) return { state: 'private', remembered: 'no' };
  const found = meeting && (await memory.find(meeting));
  const same = found?.code === secretFor(record, meeting)?.code.digits;
  return { state: await memory.state(), remembered: found ? (same ? 'same' : 'other') : 'no' };
}

function rememberedKey({ service, id }: Meeting, { callSecret, passphrase, code }: TabSecret): RememberedKey {
  return { service, meeting: id, callSecret, passphrase, code: code.digits };
}

function refused(reason: MemoryFailure): MemoryAnswer {
  return { ok: false, reason };
}
