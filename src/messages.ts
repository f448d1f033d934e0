import type { StreamCounts, Totals } from './call/counts.ts';
import type { Exceptions } from './call/exceptions.ts';
import type { BrokenReason, CallState } from './call/state.ts';
import type { CallName } from './keys/call-name.ts';
import type { InviteFailure } from './keys/invite.ts';
import type { SafetyCode } from './keys/safety-code.ts';
import type { TextFailure } from './keys/text-code.ts';
import type { Unsealable } from './services/service.ts';

/**
 * Every message between the extension's contexts, in one place. Messages of the guard come from a page's process and
 * are validated like any hostile input; the popup's are only taken from the extension's own pages.
 */
export interface Protocol {
  /** A guard says how its document does, and learns what it is to do. Sent at start, on change and every few seconds. */
  'guard:report': { request: GuardReport; response: Orders };
  'popup:view': { request: { tabId: number }; response: TabView };
  'popup:protect': { request: { tabId: number; on: boolean }; response: TabView };
  'popup:passphrase': { request: { tabId: number; passphrase: string }; response: PassphraseAnswer };
  /** Makes a random key for the meeting; in a call that has one, "new key". */
  'popup:new-key': { request: { tabId: number }; response: KeyAnswer };
  /** An invite of this moment; each is good for 24 hours. */
  'popup:invite': { request: { tabId: number }; response: ShareAnswer };
  /** Takes an invite or a sealed invite, as text or as a QR code's content. */
  'popup:accept': { request: { tabId: number; text: string }; response: KeyAnswer };
  /** What calls of this browser could show of its own pages. */
  'popup:calls': { request: { tabId: number }; response: Calls };
  /** Asks for an invite through the call's chat: the request that is open, or a new one. It is in the view then. */
  'popup:request': { request: { tabId: number }; response: KeyAnswer };
  /** What the host compares before he answers a request. */
  'popup:read-request': { request: { tabId: number; text: string }; response: WordsAnswer };
  /** Answers a request. `words` are those the host has compared: any other request is refused. */
  'popup:answer-request': { request: { tabId: number; text: string; words: string }; response: ShareAnswer };
  /** The user has compared the safety code, or takes that back. Kept until the secret changes. */
  'popup:compared': { request: { tabId: number; compared: boolean }; response: TabView };
  /** Sets the passphrase of the memory. Whatever an earlier memory holds is lost. */
  'popup:memory-create': { request: { tabId: number; passphrase: string }; response: MemoryAnswer };
  'popup:memory-unlock': { request: { tabId: number; passphrase: string }; response: MemoryAnswer };
  'popup:memory-lock': { request: { tabId: number }; response: TabView };
  /** Remembers the tab's key for its meeting, or forgets what is remembered for it. */
  'popup:remember': { request: { tabId: number; remember: boolean }; response: MemoryAnswer };
  /** Gives the tab the remembered key of the meeting it shows. */
  'popup:use-remembered': { request: { tabId: number }; response: MemoryAnswer };
  /** All keys of all tabs, all that was typed, and the memory. */
  'popup:forget-everything': { request: { tabId: number }; response: TabView };
  /** Lets something through unsealed in this call, or no longer. */
  'popup:exceptions': { request: { tabId: number; exceptions: Exceptions }; response: TabView };
  /** Forgets the key of the tab, and its request. */
  'popup:forget': { request: { tabId: number }; response: TabView };
  /** The user gave or took a site's permission. Answered once the content scripts are registered accordingly. */
  'popup:site-changed': { request: { tabId: number }; response: TabView };
  'popup:reload': { request: { tabId: number }; response: TabView };
}

export type Kind = keyof Protocol;
export type Message = { [K in Kind]: { readonly kind: K; readonly data: Protocol[K]['request'] } }[Kind];

/** From the background to every guard of a tab: something changed, report now. Carries nothing. */
export const POKE = 'callseal:poke';

export interface GuardReport {
  readonly state: CallState;
  readonly broken: BrokenReason | null;
  readonly streams: readonly StreamCounts[];
  /** Whether a worker stands; without one no slot secret is sent to this document. */
  readonly worker: boolean;
  /** The call secret that the worker sends with, by its id, or null. */
  readonly keyId: string | null;
  /**
   * The newest slot that the worker has a secret of it for, or null. The background answers with secrets when the
   * worker is behind, or has another call secret than the tab.
   */
  readonly newestSlot: number | null;
  /** Highest CTR opened per KID (16 hex digits; decimal), so that a reload does not forget it. */
  readonly highest: readonly { readonly kid: string; readonly ctr: string }[];
  /** The worker's own participant ids (12 hex digits): after a reload our old frames must still be known as ours. */
  readonly participants: readonly string[];
  /** Page features set aside while protection is on, such as 'transform' for the page's own encoded transform. */
  readonly setAside: readonly string[];
  /** A sound and a picture of one tile came from different members. */
  readonly spliced: boolean;
  /** The document has made a connection, whether it is protected or not. */
  readonly connected: boolean;
  /** The document captures a screen, a window or a tab, or is just asking the user for one. */
  readonly screen: boolean;
}

export interface Orders {
  readonly on: boolean;
  readonly exceptions: Exceptions;
  /** Whether there is a call secret for the meeting that this tab shows. */
  readonly hasKey: boolean;
  /** Slot secrets, when the guard lacks them and may have them; null: keep what there is. */
  readonly keys: SlotKeys | null;
  /** True when the tab has no key (any more): the worker forgets all. */
  readonly forget: boolean;
  readonly restore: Restore | null;
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
  /** Secrets in base64, 32 bytes each. */
  readonly slots: readonly { readonly slot: number; readonly secret: string }[];
}

export interface Restore {
  readonly highest: readonly { readonly kid: string; readonly ctr: string }[];
  readonly participants: readonly string[];
}

/** Whether Callseal may work on a site, and if not, why: 'new' when an update asks for it since. */
export type SiteAccess = 'given' | 'not-given' | 'taken-back' | 'new';

/** A site, as the browser gives and takes permission for it. */
export interface Site {
  /** A match pattern: every page of one host. */
  readonly pattern: string;
  readonly access: SiteAccess;
}

/** What the popup shows of a tab. */
export interface TabView {
  readonly tabId: number;
  /** The service's name, the host of a site that is none, or null when nothing is known of this page. */
  readonly service: string | null;
  /** Whether the service's calls are held by its own programs alone, so that nothing here could be protected. */
  readonly native: boolean;
  /** The page's site and whether Callseal may work on it; null where it never may. */
  readonly site: Site | null;
  /** Whether the site is none of the services that Callseal knows. */
  readonly otherSite: boolean;
  /** What the service's own way of working keeps from being sealed. */
  readonly cannotSeal: readonly Unsealable[];
  /** The meeting's id, or null when the page names no meeting. */
  readonly meeting: string | null;
  readonly state: CallState;
  readonly broken: BrokenReason | null;
  readonly on: boolean;
  readonly exceptions: Exceptions;
  readonly hasKey: boolean;
  /** Null without a key for the meeting that the tab shows. */
  readonly key: KeyView | null;
  /** The key came to its end; somebody has to make a new one. */
  readonly keyExpired: boolean;
  /** The request that is open in this tab, to be shown to the host with its words. */
  readonly request: (Shared & { readonly words: string }) | null;
  readonly memory: MemoryView;
  /** The key in the tab is of another meeting than the one the address names now. */
  readonly otherMeeting: boolean;
  /** Whether typed free text is allowed (the meeting's id salts it), or only generated words. */
  readonly freeText: boolean;
  /** The passphrase in use, to be shown again during the call; null without one. */
  readonly passphrase: string | null;
  readonly totals: Totals;
  /** Every sender and receiver of the tab, as counted last. */
  readonly streams: readonly StreamCounts[];
  readonly setAside: readonly string[];
  readonly spliced: boolean;
  readonly clockDrift: boolean;
  /** Whether a guard answered for this page: false means that the tab was open before Callseal was installed. */
  readonly guarded: boolean;
}

/** All tabs of the browser together. */
export interface Calls {
  /** Some tab is protected, or has made a connection. */
  readonly running: boolean;
  /** Some tab captures a screen, a window or a tab, or is just asking the user for one. */
  readonly screen: boolean;
}

export type PassphraseAnswer =
  | { readonly ok: true; readonly view: TabView }
  | {
      readonly ok: false;
      readonly reason: 'empty' | 'weak' | 'needs-generated' | 'no-meeting' | 'public-words';
      readonly bits: number;
    };

/** Why a key was not made, shared or taken. The popup has a sentence for each. */
export type KeyFailure =
  | TextFailure
  | InviteFailure
  | 'no-meeting' // the tab shows no meeting
  | 'no-key' // there is nothing to invite to
  | 'is-request' // a request was given where an invite was expected
  | 'is-invite' // an invite was given where a request was expected
  | 'no-request' // a sealed invite, and no open request in this tab
  | 'other-request' // a sealed invite that this tab's request does not open
  | 'other-words' // not the request whose words were compared
  | 'own-request'; // the request of this very tab

export interface KeyRefusal {
  readonly ok: false;
  readonly reason: KeyFailure;
  /** Whose the invite or request is, when it is for another call. */
  readonly name: CallName | null;
}

export type KeyAnswer = { readonly ok: true; readonly view: TabView } | KeyRefusal;

/** Something to pass on. */
export interface Shared {
  /** One line for a messenger. */
  readonly text: string;
  /** The content of a QR code, all of it in the alphanumeric set. */
  readonly qr: string;
  /** Unix time, milliseconds, until which it is taken. */
  readonly until: number;
}

export type ShareAnswer = ({ readonly ok: true } & Shared) | KeyRefusal;

/** Six words, separated by single spaces. */
export type WordsAnswer = { readonly ok: true; readonly words: string } | KeyRefusal;

/** Why nothing was remembered or brought back. The popup has a sentence for each. */
export type MemoryFailure =
  | 'empty' // the passphrase of a new memory has no letter or digit
  | 'weak' // it is too easy to guess
  | 'wrong' // it is not that of the memory
  | 'locked' // there is no memory, or it is not open
  | 'no-meeting' // the tab shows no meeting
  | 'no-key' // the tab has no key
  | 'not-remembered' // nothing is remembered for this meeting, or the memory is not open
  | 'expired' // what is remembered came to its end
  | 'private-window';

export type MemoryAnswer =
  | { readonly ok: true; readonly view: TabView }
  | { readonly ok: false; readonly reason: MemoryFailure };

export interface MemoryView {
  readonly state: 'none' | 'locked' | 'open' | 'private';
  /** Whether a key is remembered for this meeting: that of the tab, or another. Known only while the memory is open. */
  readonly remembered: 'no' | 'same' | 'other';
}

/** The key of a tab, without the key. */
export interface KeyView {
  readonly kind: 'passphrase' | 'chain';
  readonly code: SafetyCode;
  readonly compared: boolean;
  /** Unix time, milliseconds, at which a chain ends; null for a passphrase. */
  readonly until: number | null;
  /** Unix time, milliseconds, until which the key before still opens; null when there is none. */
  readonly formerUntil: number | null;
}

/** Tries and pause of `send`, in milliseconds: the browser starts a background that it has ended in less. */
const TRIES = 4;
const PAUSE_MS = 150;

/**
 * Sends a message and gives its typed answer. Every request may be made twice without harm, so one that meets a
 * background which the browser is just ending is made again.
 *
 * @throws what `sendMessage` rejects with, when the background cannot be reached at all
 */
export async function send<K extends Kind>(
  sendMessage: (message: unknown) => Promise<unknown>,
  kind: K,
  data: Protocol[K]['request'],
): Promise<Protocol[K]['response']> {
  for (let tries = 1; ; tries++) {
    try {
      return (await sendMessage({ kind, data })) as Protocol[K]['response'];
    } catch (error) {
      if (tries === TRIES || !/Receiving end does not exist/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
