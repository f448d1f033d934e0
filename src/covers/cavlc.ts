/** Residual blocks in CAVLC (H.264 section 9.2), of blocks whose neighbours have no coefficients (nC = 0). */
import type { BitWriter } from './bit-writer.ts';

/** A code of the tables, in their order. Length 0: there is none. */
type Code = readonly [length: number, bits: number];

function codes(lengths: readonly number[], bits: readonly number[]): Code[] {
  return lengths.map((length, i) => [length, bits[i] ?? 0]);
}

/** Table 9-5, nC 0 and 1: four codes for each number of coefficients, by the number of trailing ones. */
export const COEFFICIENT_TOKENS = codes(
  [
    1, 0, 0, 0, 6, 2, 0, 0, 8, 6, 3, 0, 9, 8, 7, 5, 10, 9, 8, 6, 11, 10, 9, 7, 13, 11, 10, 8, 13, 13, 11, 9, 13, 13, 13,
    10, 14, 14, 13, 11, 14, 14, 14, 13, 15, 15, 14, 14, 15, 15, 15, 14, 16, 15, 15, 15, 16, 16, 16, 15, 16, 16, 16, 16,
    16, 16, 16, 16,
  ],
  [
    1, 0, 0, 0, 5, 1, 0, 0, 7, 4, 1, 0, 7, 6, 5, 3, 7, 6, 5, 3, 7, 6, 5, 4, 15, 6, 5, 4, 11, 14, 5, 4, 8, 10, 13, 4, 15,
    14, 9, 4, 11, 10, 13, 12, 15, 14, 9, 12, 11, 10, 13, 8, 15, 1, 9, 12, 11, 14, 13, 8, 7, 10, 9, 12, 4, 6, 5, 8,
  ],
);

/** Tables 9-7 and 9-8: by the number of coefficients less 1, then of zeros before the last. */
export const TOTAL_ZEROS: readonly Code[][] = [
  codes([1, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9], [1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 1]),
  codes([3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6], [7, 6, 5, 4, 3, 5, 4, 3, 2, 3, 2, 3, 2, 1, 0]),
  codes([4, 3, 3, 3, 4, 4, 3, 3, 4, 5, 5, 6, 5, 6], [5, 7, 6, 5, 4, 3, 4, 3, 2, 3, 2, 1, 1, 0]),
  codes([5, 3, 4, 4, 3, 3, 3, 4, 3, 4, 5, 5, 5], [3, 7, 5, 4, 6, 5, 4, 3, 3, 2, 2, 1, 0]),
  codes([4, 4, 4, 3, 3, 3, 3, 3, 4, 5, 4, 5], [5, 4, 3, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codes([6, 5, 3, 3, 3, 3, 3, 3, 4, 3, 6], [1, 1, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codes([6, 5, 3, 3, 3, 2, 3, 4, 3, 6], [1, 1, 5, 4, 3, 3, 2, 1, 1, 0]),
  codes([6, 4, 5, 3, 2, 2, 3, 3, 6], [1, 1, 1, 3, 3, 2, 2, 1, 0]),
  codes([6, 6, 4, 2, 2, 3, 2, 5], [1, 0, 1, 3, 2, 1, 1, 1]),
  codes([5, 5, 3, 2, 2, 2, 4], [1, 0, 1, 3, 2, 1, 1]),
  codes([4, 4, 3, 3, 1, 3], [0, 1, 1, 2, 1, 3]),
  codes([4, 4, 2, 1, 3], [0, 1, 1, 1, 1]),
  codes([3, 3, 1, 2], [0, 1, 1, 1]),
  codes([2, 2, 1], [0, 1, 1]),
  codes([1, 1], [0, 1]),
];

/** Table 9-10: by the zeros that are left less 1 (7 and more are one row), then the run of zeros. */
export const RUN_BEFORE: readonly Code[][] = [
  codes([1, 1], [1, 0]),
  codes([1, 2, 2], [1, 1, 0]),
  codes([2, 2, 2, 2], [3, 2, 1, 0]),
  codes([2, 2, 2, 3, 3], [3, 2, 1, 1, 0]),
  codes([2, 2, 3, 3, 3, 3], [3, 2, 3, 2, 1, 0]),
  codes([2, 3, 3, 3, 3, 3, 3], [3, 0, 1, 3, 2, 5, 4]),
  codes([3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11], [7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
];

/** Writes a block of 16 coefficients, in scanning order. */
export function writeBlock(out: BitWriter, coefficients: readonly number[]): void {
  const positions = coefficients.flatMap((value, i) => (value === 0 ? [] : [i])).toReversed();
  const levels = positions.map((position) => coefficients[position] ?? 0);
  const firstLarge = levels.findIndex((level) => Math.abs(level) !== 1);
  const trailingOnes = Math.min(3, firstLarge < 0 ? levels.length : firstLarge);
  write(out, COEFFICIENT_TOKENS[levels.length * 4 + trailingOnes]);
  for (const level of levels.slice(0, trailingOnes)) out.bits(level < 0 ? 1 : 0, 1);
  writeLevels(out, levels, trailingOnes);
  const [last] = positions;
  if (last === undefined) return;
  let zeros = last + 1 - levels.length;
  if (levels.length < 16) write(out, TOTAL_ZEROS[levels.length - 1]?.[zeros]);
  for (let i = 0; i < positions.length - 1 && zeros > 0; i++) {
    const run = (positions[i] ?? 0) - (positions[i + 1] ?? 0) - 1;
    write(out, RUN_BEFORE[Math.min(zeros, 7) - 1]?.[run]);
    zeros -= run;
  }
}

/** Section 9.2.2, backwards. @param levels from the last to the first */
function writeLevels(out: BitWriter, levels: readonly number[], trailingOnes: number): void {
  let suffixLength = levels.length > 10 && trailingOnes < 3 ? 1 : 0;
  levels.slice(trailingOnes).forEach((level, i) => {
    // After fewer than three trailing ones the next level cannot be 1 or -1.
    const code = (level > 0 ? 2 * level - 2 : -2 * level - 1) - (i === 0 && trailingOnes < 3 ? 2 : 0);
    writeLevel(out, code, suffixLength);
    suffixLength = Math.max(suffixLength, 1);
    if (Math.abs(level) > 3 << (suffixLength - 1) && suffixLength < 6) suffixLength++;
  });
}

function writeLevel(out: BitWriter, code: number, suffixLength: number): void {
  if (suffixLength === 0 && code >= 14 && code < 30) {
    out.bits(1, 15).bits(code - 14, 4);
    return;
  }
  const escapeFrom = suffixLength === 0 ? 30 : 15 << suffixLength;
  if (code >= escapeFrom) out.bits(1, 16).bits(code - escapeFrom, 12);
  else out.bits(1, (code >> suffixLength) + 1).bits(code & ((1 << suffixLength) - 1), suffixLength);
}

function write(out: BitWriter, code: Code | undefined): void {
  if (code) out.bits(code[1], code[0]);
}
