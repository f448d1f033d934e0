import type { Exceptions } from '../call/exceptions.ts';
import type { WordsPrint } from '../keys/key-in-text.ts';
import type { Settings } from '../settings.ts';
import type { DocumentState } from './document.ts';

/** What guards ask the background. It comes from a page's process, and is validated like any hostile input. */
export interface GuardProtocol {
  /**
   * A guard says how its document does, and learns what it is to do. Sent at start, on change and every few seconds.
   * Undefined when the background could make nothing of it: then everything stays as it is.
   */
  'guard:report': { request: GuardReport; response: Orders | undefined };
  /**
   * Something that may be a key was kept from the page. Answered by whether it was one; undefined when the background could
   * make nothing of it.
   */
  'guard:key-stopped': { request: KeyStopped; response: boolean | undefined };
}

/** What was about to come into the page: an invite, or texts, normalised, that have the print of the words in use. */
export interface KeyStopped {
  readonly invite: boolean;
  readonly words: readonly string[];
}

/** Words in one of these: what is found by chance is one part in 65,536. */
export const MOST_SUSPECTS = 8;

/** From the background to the guards of a tab: report now. Carries nothing; answered by true once that is done. */
export const POKE = 'callseal:poke';

/** The tab is about to be loaded anew: what the service's client has noted of a failure of WebRTC is to be forgotten. */
export const FORGET_FAILURES = 'callseal:forget-failures';

/** To the page's own guard: a key was kept from the page or one of its frames, and the user is to be told in the page. */
export const SAY_KEY_STOPPED = 'callseal:say-key-stopped';

export interface GuardReport {
  /** The name in the mark that the page had when the guard came, or null; see mark. */
  readonly protection: string | null;
  /** The page was marked when the guard came, which nothing but protection in this tab does; see mark. */
  readonly marked: boolean;
  /** That mark said that the user sends a card instead of the camera's picture. */
  readonly card: boolean;
  readonly document: DocumentState;
  /** Whether a worker stands; without one no slot secret is sent to this document. */
  readonly worker: boolean;
  /** The call secret that the worker sends with, by its id, or null. */
  readonly keyId: string | null;
  /**
   * The newest slot that the worker has a secret of it for, or null. The background answers with secrets when the
   * worker is behind, or has another call secret than the tab.
   */
  readonly newestSlot: number | null;
  /** Highest CTR opened per KID, so that a reload does not forget it; those of the newest slot first. */
  readonly highest: readonly HighestCounter[];
  /** The worker's own participant ids (12 hex digits): after a reload our old frames must still be known as ours. */
  readonly participants: readonly string[];
}

/** KIDs whose CTRs are kept over a reload: those of 340 people with sound and picture, in three slots. */
export const MOST_COUNTERS = 2_048;

/** The highest CTR that was opened of a KID (16 hex digits; decimal). */
export interface HighestCounter {
  readonly kid: string;
  readonly ctr: string;
}

export interface Orders {
  readonly on: boolean;
  /** Names this protection in the mark, or null while it is off. */
  readonly protection: string | null;
  readonly exceptions: Exceptions;
  /** The page gets a card where it asks for a camera. */
  readonly card: boolean;
  /** Match patterns of all pages that Callseal works on: their frames have a guard. */
  readonly covered: readonly string[];
  /** Whether there is a call secret to send with for the meeting that this tab shows. */
  readonly hasKey: boolean;
  /** Slot secrets, when the guard lacks them and may have them; null: keep what there is. */
  readonly keys: SlotKeys | null;
  /** True when the tab has no key (any more): the worker forgets all. */
  readonly forget: boolean;
  readonly restore: Restore | null;
  /** By what the words in use are known when they are about to come into the page; null where there are none. */
  readonly words: WordsPrint | null;
  readonly settings: Omit<Settings, 'meetings'>;
  /** Test build only: milliseconds added to the clock. */
  readonly clockOffset: number;
}

/** The slot secrets to send with first, then, while a call changes its key, those of the secret before it. */
export type SlotKeys = readonly [SlotKeySet, ...SlotKeySet[]];

export interface SlotKeySet {
  /** Names the call secret: random, and no part of it. */
  readonly id: string;
  readonly generation: 0 | 1;
  /** Unix time, milliseconds, from which the set is to be forgotten; null for the one to send with. */
  readonly until: number | null;
  /** Whether it may be sent with; else it opens alone, and nothing is sent. */
  readonly seals: boolean;
  /** Secrets in base64, 32 bytes each. */
  readonly slots: readonly { readonly slot: number; readonly secret: string }[];
}

export interface Restore {
  readonly highest: readonly HighestCounter[];
  readonly participants: readonly string[];
}
