import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import { type GuardReport, MOST_COUNTERS } from '../protocol/guard.ts';
import { isOwnFrame, meetingOf } from '../services/registry.ts';
import { slotAt } from '../slots.ts';
import { meetingOfOpener } from './opened-windows.ts';
import { isSame } from './returns.ts';
import type { TabRecord } from './tab-records.ts';

/** Own participant ids kept per tab: more reloads than that within two slots make no call. */
const KEPT_PARTICIPANTS = 64;

/** The tab's record once the tab shows `address`. */
export function withAddress(record: TabRecord, address: string | undefined): TabRecord {
  const meeting = meetingOfOpener(record, address) ?? meetingOf(address, record.meeting) ?? null;
  // What was asked about the key of another meeting is nothing here.
  return isSame(meeting, record.meeting)
    ? record
    : { ...record, meeting, exceptions: NO_EXCEPTIONS, keyStopped: false };
}

/** Where a report came from, as the browser says. */
export interface Reporter {
  /** 0 for the page itself. */
  readonly frameId: number;
  readonly frameOrigin: string;
}

/**
 * A page that is marked in a tab of which nothing is known: Callseal was updated or started again, or the browser brought
 * the tab back. Only the user switches off.
 */
export function withMark(record: TabRecord, { marked, card }: Pick<GuardReport, 'marked' | 'card'>): TabRecord {
  const unknown = !record.decided && record.protection === null;
  return marked && unknown && !record.on ? { ...record, on: true, decided: true, recovered: true, card } : record;
}

/** The tab's record after a report. */
export function withReport(
  record: TabRecord,
  { frameId, frameOrigin }: Reporter,
  report: GuardReport,
  nowMs: number,
): TabRecord {
  const own = record.meeting !== null && isOwnFrame(frameOrigin, record.meeting);
  return {
    ...record,
    silent: record.silent && frameId !== 0,
    documents: { ...record.documents, [frameId]: { ...report.document, at: nowMs, own } },
    highest: newestCounters(record.highest, report.highest, nowMs),
    participants: Array.from(new Set([...record.participants, ...report.participants])).slice(-KEPT_PARTICIPANTS),
  };
}

/** Joins counters, and drops KIDs whose slot (the KID's first byte is the slot mod 256) cannot open any more, and
 * the oldest where there are too many. */
function newestCounters(
  known: Readonly<Record<string, string>>,
  reported: GuardReport['highest'],
  nowMs: number,
): Record<string, string> {
  const slot = slotAt(nowMs);
  const live = [slot + 1, slot, slot - 1].map((s) => s % 256);
  const slotByte = (kid: string): number => Number.parseInt(kid.slice(0, 2), 16);
  const merged: Record<string, string> = {};
  for (const [kid, ctr] of [...Object.entries(known), ...reported.map(({ kid, ctr }) => [kid, ctr] as const)]) {
    if (!live.includes(slotByte(kid))) continue;
    const before = merged[kid];
    if (before === undefined || BigInt(ctr) > BigInt(before)) merged[kid] = ctr;
  }
  const newestFirst = Object.entries(merged).sort(
    ([one], [other]) => live.indexOf(slotByte(one)) - live.indexOf(slotByte(other)),
  );
  return Object.fromEntries(newestFirst.slice(0, MOST_COUNTERS));
}
