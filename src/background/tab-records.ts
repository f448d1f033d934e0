import { type Exceptions, NO_EXCEPTIONS } from '../call/exceptions.ts';
import type { StateChange } from '../call/history.ts';
import type { KeptSecret } from '../keys/call-secret.ts';
import type { SafetyCode } from '../keys/safety-code.ts';
import type { DocumentState } from '../protocol/document.ts';
import { isDraftKey } from '../protocol/drafts.ts';
import type { Meeting } from '../services/registry.ts';
import { isNew, openedBy } from './opened-windows.ts';

/** The call secret of a tab and the meeting it was given for. Lives in storage.session: memory, never the disk. */
export interface TabSecret {
  /** Names the secret in messages: random, 16 hex digits, and no part of it. */
  readonly id: string;
  readonly meeting: Meeting;
  readonly callSecret: KeptSecret;
  /** As the user typed it or had it made, to be shown again during the call; null when the secret came otherwise. */
  readonly passphrase: string | null;
  readonly generation: 0 | 1;
  readonly code: SafetyCode;
  /** The user says that another member showed the same code. */
  readonly compared: boolean;
  /** It came by a sealed reply, which anybody can seal: it opens, and seals nothing before the code was compared. */
  readonly unconfirmed: boolean;
}

/** A secret that was replaced in mid-call. */
export interface FormerSecret {
  readonly secret: TabSecret;
  /** Unix time, milliseconds, until which it still opens what others seal with it. */
  readonly until: number;
}

/** An open request of the tab. Its private key is dropped with the first invite that it opens. */
export interface KeptRequest {
  readonly meeting: Meeting;
  readonly slot: number;
  /** Both base64, 32 bytes. */
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The last report of one document's guard. */
export interface DocumentRecord extends DocumentState {
  /** When it came, in Unix milliseconds. */
  readonly at: number;
  /** Whether the document belongs to the meeting's own service, so that it may have the meeting's keys. */
  readonly own: boolean;
}

export interface TabRecord {
  readonly on: boolean;
  /** Names the protection of this tab in the mark of its pages; null as long as it was never on. */
  readonly protection: string | null;
  /** What the window's opener has shown when it was opened: it holds while the window has no address of its own. */
  readonly opened: Meeting | null;
  /** The user has switched protection on or off in this tab. Until then a page's mark is believed. */
  readonly decided: boolean;
  /** Protection is on since a page was marked, and nothing else is known any more: the key is gone. */
  readonly recovered: boolean;
  /** The meeting for which protection is on since it was protected before, and the user has not chosen yet; or null. */
  readonly returned: Meeting | null;
  /** The meeting for which it was looked up last whether it was protected before. */
  readonly lookedUp: Meeting | null;
  /** The page was asked, and no guard answered. */
  readonly silent: boolean;
  /** For the meeting that the tab shows, until protection is switched off. */
  readonly exceptions: Exceptions;
  /** The page gets a card where it asks for a camera: until protection is switched off, in whatever meeting. */
  readonly card: boolean;
  /** The meeting the tab has shown last, or null; see `meetingOf`. */
  readonly meeting: Meeting | null;
  readonly secret: TabSecret | null;
  readonly former: FormerSecret | null;
  /** The secret was a chain that came to its end. */
  readonly expired: boolean;
  readonly request: KeptRequest | null;
  /** A key was kept from the page, and the user has not said yet whether it was sent before. */
  readonly keyStopped: boolean;
  /** The words of requests that were shown in this tab, newest last: everybody may know them. */
  readonly publicWords: readonly string[];
  /** As each document's guard reported last, by frame id. */
  readonly documents: Readonly<Record<string, DocumentRecord>>;
  /** Since when something comes that cannot be opened, and when it was seen last; Unix time, milliseconds. */
  readonly foreign: { readonly since: number; readonly seen: number } | null;
  /** Highest CTR opened per KID (16 hex digits; decimal). */
  readonly highest: Readonly<Record<string, string>>;
  /** The states it has been in, oldest first. */
  readonly history: readonly StateChange[];
  /** Participant ids of this tab's workers, newest last. */
  readonly participants: readonly string[];
}

export const EMPTY_RECORD: TabRecord = {
  on: false,
  protection: null,
  opened: null,
  decided: false,
  recovered: false,
  returned: null,
  lookedUp: null,
  silent: false,
  exceptions: NO_EXCEPTIONS,
  card: false,
  meeting: null,
  secret: null,
  former: null,
  expired: false,
  request: null,
  keyStopped: false,
  publicWords: [],
  documents: {},
  foreign: null,
  highest: {},
  history: [],
  participants: [],
};

/** The record without any secret, a request's private key included. */
export function withoutSecret(record: TabRecord): TabRecord {
  return { ...record, secret: null, former: null, expired: false, request: null, keyStopped: false };
}

/** The part of browser.storage.session that is used, and what is like it. */
export interface Store {
  /** @param key null for everything */
  get(key: string | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(key: string | string[]): Promise<void>;
}

/** Records per tab, one change at a time: two reports that arrive together must not lose each other's changes. */
export class TabRecords {
  readonly #store: Store;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  async read(tabId: number): Promise<TabRecord> {
    const key = keyOf(tabId);
    return ((await this.#store.get(key))[key] as TabRecord | undefined) ?? EMPTY_RECORD;
  }

  /** The records of all tabs that have one. */
  async all(): Promise<readonly TabRecord[]> {
    const entries = Object.entries(await this.#store.get(null));
    return entries.filter(([key]) => key.startsWith('tab:')).map(([, record]) => record as TabRecord);
  }

  /** Applies `change` to the newest record and gives the result. */
  update(tabId: number, change: (record: TabRecord) => TabRecord): Promise<TabRecord> {
    return this.#inTurn(async () => {
      const before = await this.read(tabId);
      const after = change(before);
      if (after !== before) await this.#store.set({ [keyOf(tabId)]: after });
      return after;
    });
  }

  /** Forgets the secrets of all tabs, and all that was typed and not used. What is on stays on. */
  forgetSecrets(): Promise<void> {
    return this.#inTurn(async () => {
      const all = Object.entries(await this.#store.get(null));
      const records = all.filter(([key]) => key.startsWith('tab:')) as [string, TabRecord][];
      await this.#store.set(Object.fromEntries(records.map(([key, record]) => [key, withoutSecret(record)])));
      await this.#store.remove(all.map(([key]) => key).filter(isDraftKey));
    });
  }

  /** Takes a tab that nothing is known of for a window of the protected one that its page's mark names, if there is one. */
  recogniseWindow(tabId: number, protection: string | null): Promise<void> {
    return this.#inTurn(async () => {
      const record = await this.read(tabId);
      if (!isNew(record, protection)) return;
      const opener = (await this.all()).find((other) => other.on && other.protection === protection);
      if (opener) await this.#store.set({ [keyOf(tabId)]: openedBy(record, opener) });
    });
  }

  forget(tabId: number): Promise<void> {
    return this.#inTurn(() => this.#store.remove(keyOf(tabId)));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function keyOf(tabId: number): string {
  return `tab:${tabId}`;
}
