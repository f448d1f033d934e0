import { isSameMeeting, type Meeting } from '../services/registry.ts';
import { withName } from './opened-windows.ts';
import type { TabRecord } from './tab-records.ts';

/** Whether a tab has come to another meeting since the protected ones were looked up for it. */
export function isToLookUp({ meeting, lookedUp }: TabRecord): boolean {
  return !isSame(meeting, lookedUp);
}

/**
 * The record of a tab that has come to a meeting. Where that was protected before protection is on without a key, until the
 * user has chosen. What was put on for the meeting before, and not chosen, is off again.
 *
 * @param wasProtected whether the meeting that it shows now was
 */
export function withReturn(record: TabRecord, wasProtected: boolean): TabRecord {
  const { meeting } = record;
  const left = record.returned !== null && !isSame(record.returned, meeting);
  const on = record.on && !left;
  const returned = !on && wasProtected ? meeting : left ? null : record.returned;
  return withName({ ...record, lookedUp: meeting, returned, on: on || returned !== null });
}

/** Whether two tabs show the same meeting, or none. */
export function isSame(one: Meeting | null, other: Meeting | null): boolean {
  return one && other ? isSameMeeting(one, other) : one === other;
}
