import { outsideOf } from '../call/company.ts';
import { totalsOf } from '../call/counts.ts';
import { joinDocuments } from '../protocol/document.ts';
import type { TabRecord } from './tab-records.ts';

/** Whoever sends nothing for so long, milliseconds, is not the same one that goes on. */
const PAUSE_MS = 10_000;

/** The record with the time since which something comes that cannot be opened. @param nowMs Unix time, milliseconds */
export function withForeign(record: TabRecord, nowMs: number): TabRecord {
  const documents = joinDocuments(Object.values(record.documents));
  const { foreign } = outsideOf({ ...documents, totals: totalsOf(documents) });
  const before = record.foreign && nowMs - record.foreign.seen <= PAUSE_MS ? record.foreign : null;
  if (record.on && foreign) return { ...record, foreign: { since: before?.since ?? nowMs, seen: nowMs } };
  return before === record.foreign ? record : { ...record, foreign: before };
}
