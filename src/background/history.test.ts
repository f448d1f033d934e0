import { expect, it } from 'vitest';
import { withHistory } from './history.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';

it('notes each state of a tab once, and nothing of a tab that was never protected', () => {
  expect(withHistory(EMPTY_RECORD, 1)).toBe(EMPTY_RECORD);
  const on: TabRecord = { ...EMPTY_RECORD, on: true };
  const first = withHistory(on, 2);
  expect(first.history).toEqual([{ at: 2, state: 'unproven', broken: null }]);
  expect(withHistory(first, 3)).toBe(first);
  const off = withHistory({ ...first, on: false }, 4);
  expect(off.history.map(({ state }) => state)).toEqual(['unproven', 'off']);
});

it('keeps the newest 32', () => {
  let record: TabRecord = EMPTY_RECORD;
  for (let at = 1; at <= 100; at++) record = withHistory({ ...record, on: at % 2 === 1 }, at);
  expect(record.history.length).toBe(32);
  expect(record.history.at(-1)?.at).toBe(100);
});
