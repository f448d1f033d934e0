/**
 * Windows that a protected tab opens. The browser copies a tab's sessionStorage into them, with the mark in it, which
 * names the protection that it stands for: so a window is known by what only such a tab could give it. Its page could be
 * given a mark by another page of its own origin; that would have it protected, too, and no more.
 */
import type { Meeting } from '../services/registry.ts';
import type { TabRecord } from './tab-records.ts';

/** A new name for the protection of a tab and of the windows that it opens: random, and no part of any secret. */
function nameProtection(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The record with a name for its protection, once that is on. */
export function withName(record: TabRecord): TabRecord {
  return record.on && record.protection === null ? { ...record, protection: nameProtection() } : record;
}

/** Whether a tab whose page bears a mark of this name may be a window that nothing is known of yet. */
export function isNew(record: TabRecord, protection: string | null): boolean {
  return protection !== null && record.protection === null && !record.on;
}

/**
 * The record of a window as its opener's stands: the same key, for the same meeting, which it gets after the same checks.
 * While it has no address of its own it shows what its opener shows. Its mark is accounted for: nothing was lost here that
 * was not lost in the opener.
 */
export function openedBy(record: TabRecord, opener: TabRecord): TabRecord {
  const { protection, recovered, card, secret, former, expired, meeting, highest, participants } = opener;
  const known = { on: true, decided: true, recovered, protection, card, opened: meeting };
  return { ...record, ...known, secret, former, expired, highest, participants };
}

/**
 * The meeting of a window without an address of its own.
 *
 * @param address undefined where the browser does not tell, as it does not of `about:blank` in Chromium
 * @returns undefined when the address decides
 */
export function meetingOfOpener(record: TabRecord, address: string | undefined): Meeting | undefined {
  return record.opened && (address === undefined || address === 'about:blank') ? record.opened : undefined;
}
