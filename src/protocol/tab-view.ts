import type { Totals } from '../call/counts.ts';
import type { Unproven } from '../call/evidence.ts';
import type { Exceptions } from '../call/exceptions.ts';
import type { StateChange } from '../call/history.ts';
import type { SafetyCode } from '../keys/safety-code.ts';
import type { ManagedSettings } from '../managed.ts';
import type { Unsealable } from '../services/service.ts';
import type { Shared } from './answers.ts';
import type { DocumentState } from './document.ts';

/** Whether Callseal may work on a site, and if not, why: 'new' when an update asks for it since. */
export type SiteAccess = 'given' | 'not-given' | 'taken-back' | 'new';

/** A site, as the browser gives and takes permission for it. */
export interface Site {
  /** A match pattern: every page of one host. */
  readonly pattern: string;
  readonly access: SiteAccess;
}

/** What the popup shows of a tab: what its documents come to together, and what the background knows of it. */
export interface TabView extends DocumentState {
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
  readonly on: boolean;
  /** What is missing for any claim about the tab, or null. */
  readonly unproven: Unproven | null;
  /** The sites of frames that the page gives devices to and that have no guard, as far as they can be asked for. */
  readonly frameSites: readonly Site[];
  /** Protection was found on when nothing was known of the tab any more: the key is gone. */
  readonly recovered: boolean;
  /** Protection is on since the meeting was protected before, and the user has not chosen yet. */
  readonly returned: boolean;
  readonly exceptions: Exceptions;
  /** The page gets a card where it asks for a camera. */
  readonly card: boolean;
  readonly hasKey: boolean;
  /** Null without a key for the meeting that the tab shows. */
  readonly key: KeyView | null;
  /** The key came to its end; somebody has to make a new one. */
  readonly keyExpired: boolean;
  /** The request that is open in this tab, to be shown to the host with its words. */
  readonly request: (Shared & { readonly words: string }) | null;
  readonly memory: MemoryView;
  /** The user is still to be asked if the key of this meeting is to be kept for the next time. */
  readonly toKeep: boolean;
  /** A key was kept from the page, and the user has not said yet whether it was sent before. */
  readonly keyStopped: boolean;
  /** The key in the tab is of another meeting than the one the address names now. */
  readonly otherMeeting: boolean;
  /** Whether typed free text is allowed (the meeting's id salts it), or only generated words. */
  readonly freeText: boolean;
  /** The passphrase in use, to be shown again during the call; null without one. */
  readonly passphrase: string | null;
  readonly totals: Totals;
  /** Unix time, milliseconds, since which something comes that cannot be opened; null where nothing does. */
  readonly foreignSince: number | null;
  /** The states that the tab has been in, oldest first. */
  readonly history: readonly StateChange[];
  readonly clockDrift: boolean;
  /** What the organisation has set. */
  readonly managed: ManagedSettings;
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

export interface MemoryView {
  readonly state: 'none' | 'locked' | 'open' | 'private' | 'organisation';
  /** Whether a key is remembered for this meeting: that of the tab, or another. Known only while the memory is open. */
  readonly remembered: 'no' | 'same' | 'other';
}

/** The key of a tab, without the key. */
export interface KeyView {
  readonly kind: 'passphrase' | 'chain';
  readonly code: SafetyCode;
  readonly compared: boolean;
  /** It seals nothing before the code was compared: it came by a sealed reply, and anybody can have sealed that. */
  readonly unconfirmed: boolean;
  /** Unix time, milliseconds, at which a chain ends; null for a passphrase. */
  readonly until: number | null;
  /** Unix time, milliseconds, until which the key before still opens; null when there is none. */
  readonly formerUntil: number | null;
}
