import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import type { ManagedSettings } from '../managed.ts';
import { isHostOf } from '../services/service.ts';
import { withName } from './opened-windows.ts';
import { withAddress } from './record-changes.ts';
import type { TabRecord } from './tab-records.ts';

/** Match patterns of the hosts on which protection comes on by itself. */
export function managedPatterns({ protectedHosts }: ManagedSettings): readonly string[] {
  return protectedHosts.map((host) => `https://${host}/*`);
}

/** Whether protection comes on by itself at an address. */
export function isProtectedByDefault({ protectedHosts }: ManagedSettings, address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && isHostOf(protectedHosts, hostname);
}

/**
 * A tab's record as the organisation wants it: on, where the user has not decided and the tab shows a meeting of a protected
 * host; and without what it does not allow.
 */
export function withManaged(record: TabRecord, managed: ManagedSettings, address: string | undefined): TabRecord {
  const forbidden = !managed.allowExceptions && (record.exceptions.hear || record.exceptions.sound);
  const starts = !record.on && !record.decided && record.meeting !== null && isProtectedByDefault(managed, address);
  if (!forbidden && !starts) return record;
  return {
    ...record,
    ...(forbidden && { exceptions: NO_EXCEPTIONS }),
    ...(starts && { on: true, decided: true }),
  };
}

/** A tab's record once it shows the page at `address`, with what the organisation wants there. */
export function withPage(record: TabRecord, address: string | undefined, managed: ManagedSettings): TabRecord {
  return withName(withManaged(withAddress(record, address), managed, address));
}
