import type { StreamCounts } from '../call/counts.ts';
import type { BrokenReason, CallState } from '../call/state.ts';
import type { Meeting } from '../services/registry.ts';

/** The call secret of a tab and the meeting it was given for. Lives in storage.session: memory, never the disk. */
export interface TabSecret {
  readonly meeting: Meeting;
  /** Base64, 32 bytes. */
  readonly callSecret: string;
  /** As the user typed it or had it made, to be shown again during the call. */
  readonly passphrase: string;
  readonly generation: 0 | 1;
}

/** The last report of one document's guard. */
export interface DocumentRecord {
  readonly state: CallState;
  readonly broken: BrokenReason | null;
  readonly streams: readonly StreamCounts[];
  readonly setAside: readonly string[];
  readonly spliced: boolean;
}

export interface TabRecord {
  readonly on: boolean;
  readonly secret: TabSecret | null;
  /** By frame id. */
  readonly documents: Readonly<Record<string, DocumentRecord>>;
  /** Highest CTR opened per KID (16 hex digits; decimal). */
  readonly highest: Readonly<Record<string, string>>;
  /** Participant ids of this tab's workers, newest last. */
  readonly participants: readonly string[];
}

export const EMPTY_RECORD: TabRecord = { on: false, secret: null, documents: {}, highest: {}, participants: [] };

/** The part of browser.storage.session that is used. */
export interface SessionStore {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Records per tab, one change at a time: two reports that arrive together must not lose each other's changes. */
export class TabRecords {
  readonly #store: SessionStore;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: SessionStore) {
    this.#store = store;
  }

  async read(tabId: number): Promise<TabRecord> {
    const key = keyOf(tabId);
    return ((await this.#store.get(key))[key] as TabRecord | undefined) ?? EMPTY_RECORD;
  }

  /** Applies `change` to the newest record and gives the result. */
  update(tabId: number, change: (record: TabRecord) => TabRecord): Promise<TabRecord> {
    const turn = this.#last.then(async () => {
      const before = await this.read(tabId);
      const after = change(before);
      if (after !== before) await this.#store.set({ [keyOf(tabId)]: after });
      return after;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  forget(tabId: number): Promise<void> {
    const turn = this.#last.then(() => this.#store.remove(keyOf(tabId)));
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function keyOf(tabId: number): string {
  return `tab:${tabId}`;
}
