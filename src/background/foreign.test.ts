import { expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { NO_FRAMES } from '../call/counts.ts';
import { joinDocuments } from '../protocol/document.ts';
import { withForeign } from './foreign.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';

/** A tab that hears so many frames of another key now. */
function hearing(record: TabRecord, frames: number): TabRecord {
  const now = { ...NO_FRAMES, failures: { 'missing-key': frames } };
  const streams = [{ ...QUIET_STREAM, ...now, now, lately: now }];
  const document = { ...joinDocuments([]), streams, at: 0, own: true };
  return { ...record, on: true, documents: { 0: document } };
}

it('another key is there since it was heard first, and again after a pause', () => {
  const none = hearing(EMPTY_RECORD, 0);
  expect(withForeign(none, 1_000)).toBe(none);
  const first = withForeign(hearing(none, 200), 2_000);
  expect(first.foreign).toEqual({ since: 2_000, seen: 2_000 });
  const silent = hearing(first, 0);
  expect(withForeign(silent, 9_000)).toBe(silent);
  expect(withForeign(hearing(silent, 200), 11_000).foreign).toEqual({ since: 2_000, seen: 11_000 });
  expect(withForeign(silent, 13_000).foreign).toBeNull();
  expect(withForeign(hearing(silent, 200), 13_000).foreign?.since).toBe(13_000);
});
