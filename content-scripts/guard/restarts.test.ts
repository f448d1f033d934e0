import { expect, it } from 'vitest';
import { Restarts } from './restarts.ts';

const MINUTE_MS = 60_000;

it('takes a fourth restart within ten minutes for a fight', () => {
  const restarts = new Restarts();
  expect([0, 1, 2, 3].map((minute) => restarts.tooMany(minute * MINUTE_MS))).toEqual([false, false, false, true]);
});

it('lets restarts age: one an hour is none too many', () => {
  const restarts = new Restarts();
  for (let hour = 0; hour < 48; hour++) expect(restarts.tooMany(hour * 60 * MINUTE_MS)).toBe(false);
});
