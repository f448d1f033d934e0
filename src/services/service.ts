/**
 * What Callseal knows about one conferencing service. Data and small pure functions, no DOM.
 */
export interface Service {
  /** Stable id: it enters the passphrase's salt, so it is never renamed. */
  readonly id: string;
  readonly name: string;
  /** Host patterns: an exact host, or `*.` for the host's subdomains. */
  readonly hosts: readonly string[];
  /**
   * Whether `meetingId` gives every participant of a meeting the same id, whatever link brought them there.
   * Only then may it salt a passphrase; otherwise the id just tells meetings of one tab apart.
   */
  readonly sharedMeetingId: boolean;
  /** Whether the address names no meeting any more once one has joined; that of the tab's way there still holds. */
  readonly losesMeetingId?: boolean;
  /** What the service's own way of working keeps from being sealed, said before protection is switched on. */
  readonly cannotSeal: readonly Unsealable[];
  /** The media mode that its client has beside WebRTC, if it has one. */
  readonly ownMode?: OwnMode;
  /**
   * The canonical meeting id of an address, or undefined when the address names no meeting.
   * Passcodes in the address are never part of it.
   */
  meetingId(url: URL): string | undefined;
}

/**
 * mixed-sound   its servers mix the sound of group calls, which takes clear sound
 * own-transport picture and sound leave by another way than WebRTC's senders, at least by default
 * own-screen    the screen does
 */
export type Unsealable = 'mixed-sound' | 'own-transport' | 'own-screen';

/** What a way of a client's own carries: a screen goes its own way even in calls whose sound and picture are sealed. */
export type OwnMedia = 'sound' | 'picture' | 'screen';

/**
 * A media mode beside WebRTC, in which workers encode and send and nothing can be sealed: by what it is known, and how the
 * client is led away from it. Nothing here may hang on names that a bundler gives.
 */
export interface OwnMode {
  /** What the data channels of this mode carry, by their labels. */
  readonly channels: Readonly<Record<string, OwnMedia>>;
  /** What a socket to `url` carries: 'signalling' for the WebRTC mode's own, which is text; undefined for any other. */
  socket(url: URL): OwnMedia | 'signalling' | undefined;
  /** Interfaces of the page that its client misses in browsers where it takes WebRTC. */
  readonly hidden: readonly string[];
  /** Names of the workers that make the memory for sound. */
  readonly soundWorker: RegExp;
  /** Items of sessionStorage by which its client remembers that WebRTC failed in this tab. */
  readonly failures: readonly string[];
}

/** A service that no browser can hold a call of, so there is nothing that could be protected. */
export interface NativeService {
  readonly name: string;
  readonly hosts: readonly string[];
}

/** Pathname, search and hash: the part of an address that can name a meeting. */
export function partsOf(url: URL): string {
  return url.pathname + url.search + url.hash;
}

/** The first group of the first pattern that matches `address`, lower-cased. */
export function firstMatch(address: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(address)?.[1];
    if (found) return found.toLowerCase();
  }
  return undefined;
}

/** Whether a host, in lower case, is one of `hosts`. */
export function isHostOf(hosts: readonly string[], host: string): boolean {
  return hosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
}
