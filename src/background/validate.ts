import { validDocument } from '../protocol/document.ts';
import {
  type GuardReport,
  type HighestCounter,
  type KeyStopped,
  MOST_COUNTERS,
  MOST_SUSPECTS,
} from '../protocol/guard.ts';
import { type Check, flag, isRecord, listOf, matching } from '../protocol/valid.ts';

const kid = matching(/^[0-9a-f]{16}$/, undefined);
const ctr = matching(/^\d{1,20}$/, undefined);

const keyId = matching(/^[0-9a-f]{16}$/, null);
const slot: Check<number | null> = (value) => (Number.isSafeInteger(value) ? (value as number) : null);
const participants = listOf(matching(/^[0-9a-f]{12}$/, undefined));
const highest = listOf((entry): HighestCounter | undefined => {
  if (!isRecord(entry)) return undefined;
  const [one, other] = [kid(entry.kid), ctr(entry.ctr)];
  return one === undefined || other === undefined ? undefined : { kid: one, ctr: other };
}, MOST_COUNTERS);

/**
 * A guard's report, which comes from a page's process, made safe: unknown members dropped, numbers finite, texts short.
 *
 * @returns undefined when it is no report at all
 */
export function validReport(data: unknown): GuardReport | undefined {
  const document = isRecord(data) && validDocument(data.document);
  if (!document) return undefined;
  return {
    protection: keyId(data.protection),
    marked: flag(data.marked),
    card: flag(data.card),
    document,
    worker: flag(data.worker),
    keyId: keyId(data.keyId),
    newestSlot: slot(data.newestSlot),
    highest: highest(data.highest),
    participants: participants(data.participants),
  };
}

/** More than any passphrase has, in UTF-16 code units. */
const MAX_WORDS = 2_048;
const words = listOf(
  (entry) => (typeof entry === 'string' && entry.length <= MAX_WORDS ? entry : undefined),
  MOST_SUSPECTS,
);

/** What a guard says that it stopped, made safe like a report. @returns undefined when it is nothing of the kind */
export function validKeyStopped(data: unknown): KeyStopped | undefined {
  return isRecord(data) ? { invite: flag(data.invite), words: words(data.words) } : undefined;
}
