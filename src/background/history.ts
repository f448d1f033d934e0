import { withState } from '../call/history.ts';
import { joinDocuments } from '../protocol/document.ts';
import type { TabRecord } from './tab-records.ts';
import { stateOf } from './view.ts';

/** The record with what its state has come to, for the report that users can copy. @param nowMs Unix time, milliseconds */
export function withHistory(record: TabRecord, nowMs: number): TabRecord {
  const state = stateOf(record, record.meeting ?? undefined);
  const { broken } = joinDocuments(Object.values(record.documents));
  const history = withState(record.history, { at: nowMs, state, broken: state === 'broken' ? broken : null });
  return history === record.history ? record : { ...record, history };
}
