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
  /**
   * The canonical meeting id of an address, or undefined when the address names no meeting.
   * Passcodes in the address are never part of it.
   */
  meetingId(url: URL): string | undefined;
}

/** The first group of the first pattern that matches pathname + search + hash of `url`, lower-cased. */
export function firstMatch(url: URL, patterns: readonly RegExp[]): string | undefined {
  const address = url.pathname + url.search + url.hash;
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
