import { expect, it } from 'vitest';
import { SIZES } from '../../test/support/pieces.ts';
import { lockMask } from './lock-shape.ts';
import { wordBlocks } from './lock-word.ts';

/** A part of a mask as text, row by row. */
function drawn({ stride, blocks }: ReturnType<typeof lockMask>, left: number, top: number): string[] {
  return Array.from({ length: 5 }, (_, row) =>
    Array.from({ length: 31 }, (__, column) => (blocks[(top + row) * stride + left + column] === 1 ? '#' : '.')).join(
      '',
    ),
  );
}

it('the word stands beneath the padlock, in the middle', () => {
  expect(drawn(lockMask({ width: 320, height: 180 }, 4), 24, 39)).toEqual(
    [
      '###..#..#...#...###.###..#..#...',
      '#...#.#.#...#...#...#...#.#.#...',
      '#...###.#...#...###.##..###.#...',
      '#...#.#.#...#.....#.#...#.#.#...',
      '###.#.#.###.###.###.###.#.#.###.',
    ].map((row) => row.slice(0, 31)),
  );
});

it.each([
  [320, 180, 4, 4],
  [360, 640, 4, 8],
  [1280, 720, 4, 16],
  [640, 360, 8, 8],
])('in %i x %i, of blocks of %i, each cell of a letter is %i pixels wide', (width, height, side, pixels) => {
  const columns = wordBlocks({ width, height }, side, height / 2).map(([column]) => column * side);
  expect(Math.max(...columns) + side - Math.min(...columns)).toBe(31 * pixels);
});

it('a picture without room has no word, and none leaves its picture', () => {
  expect(wordBlocks({ width: 160, height: 90 }, 4, 74)).toEqual([]);
  expect(wordBlocks({ width: 320, height: 180 }, 8, 147)).toEqual([]);
  for (const [width, height] of SIZES) {
    for (const side of [4, 8, 16]) {
      const bottom = height / 2 + (30 * Math.min(width, height)) / 96;
      for (const [column, row] of wordBlocks({ width, height }, side, bottom)) {
        expect([column >= 0, (column + 1) * side <= width]).toEqual([true, true]);
        expect([row * side > bottom, (row + 1) * side <= height]).toEqual([true, true]);
      }
    }
  }
});
