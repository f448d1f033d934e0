import { expect, it } from 'vitest';
import { COEFFICIENT_TOKENS, RUN_BEFORE, TOTAL_ZEROS } from './cavlc.ts';

const TABLES = [COEFFICIENT_TOKENS, ...TOTAL_ZEROS, ...RUN_BEFORE].map((table) =>
  table.filter(([length]) => length > 0).map(([length, bits]) => bits.toString(2).padStart(length, '0')),
);

it('has no code that begins like another of its table', () => {
  for (const table of TABLES) {
    for (const code of table) expect(table.filter((other) => other.startsWith(code))).toEqual([code]);
  }
});

it('has codes of as many bits as their length says, and a code for every case', () => {
  expect(COEFFICIENT_TOKENS.filter(([length]) => length > 0)).toHaveLength(1 + 2 + 3 + 4 * 14);
  expect(TOTAL_ZEROS.map((row) => row.length)).toEqual([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  expect(RUN_BEFORE.map((row) => row.length)).toEqual([2, 3, 4, 5, 6, 7, 15]);
  for (const [length, bits] of [COEFFICIENT_TOKENS, ...TOTAL_ZEROS, ...RUN_BEFORE].flat()) {
    expect(bits).toBeLessThan(2 ** length);
  }
});
