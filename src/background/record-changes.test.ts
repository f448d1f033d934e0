import { expect, it } from 'vitest';
import { joinDocuments } from '../protocol/document.ts';
import { type GuardReport, type HighestCounter, MOST_COUNTERS } from '../protocol/guard.ts';
import { SLOT_MS } from '../slots.ts';
import { withReport } from './record-changes.ts';
import { EMPTY_RECORD } from './tab-records.ts';
import { validReport } from './validate.ts';

const SLOT = 0x20;
const NOW = SLOT * SLOT_MS;
const countersOf = (slot: number, count: number): HighestCounter[] =>
  Array.from({ length: count }, (_, index) => ({
    kid: slot.toString(16).padStart(2, '0') + index.toString(16).padStart(14, '0'),
    ctr: '7',
  }));
const TOP = { frameId: 0, frameOrigin: 'https://meet.google.com' };
const report = (highest: readonly HighestCounter[]): GuardReport => {
  const valid = validReport({ document: { ...joinDocuments([]), state: 'sealed' }, highest });
  if (!valid) throw new Error('no report');
  return valid;
};

it('keeps every KID of a call of 200, over the change of a slot too', () => {
  const before = withReport(EMPTY_RECORD, TOP, report(countersOf(SLOT - 1, 400)), NOW);
  const after = withReport(before, TOP, report([...countersOf(SLOT, 400), ...countersOf(SLOT - 1, 400)]), NOW);
  expect(Object.keys(after.highest)).toHaveLength(800);
});

it('is bounded, and lets the oldest slot go first', () => {
  let record = withReport(EMPTY_RECORD, TOP, report(countersOf(SLOT - 1, MOST_COUNTERS)), NOW);
  record = withReport(record, TOP, report(countersOf(SLOT, 1_500)), NOW);
  record = withReport(record, TOP, report(countersOf(SLOT + 1, 9_000)), NOW);
  expect(Object.keys(record.highest)).toHaveLength(MOST_COUNTERS);
  const again = withReport(record, TOP, report(countersOf(SLOT, 400)), NOW);
  expect(Object.keys(again.highest).every((kid) => kid.startsWith((SLOT + 1).toString(16)))).toBe(true);
  const most = withReport(
    withReport(EMPTY_RECORD, TOP, report(countersOf(SLOT - 1, 2_000)), NOW),
    TOP,
    report(countersOf(SLOT, 1_500)),
    NOW,
  );
  expect(Object.keys(most.highest).filter((kid) => kid.startsWith('20'))).toHaveLength(1_500);
});
