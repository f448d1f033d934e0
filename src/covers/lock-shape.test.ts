import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ffmpeg } from '../../scripts/covers/decode.ts';
import { FIXTURE, fixturePixels } from '../../scripts/covers/fixture.ts';
import { lockCardLuma, similarity } from '../../test/support/lock-card.ts';
import { cardLuma } from '../../test/support/pieces.ts';

/** Brightness of a picture on a grid of 16 x 9, row by row: the mean of each cell. */
function grid(luma: Uint8Array, width: number, height: number): number[] {
  const sums = Array.from({ length: 144 }, () => 0);
  const counts = Array.from({ length: 144 }, () => 0);
  luma.forEach((value, i) => {
    const cell = Math.floor((Math.floor(i / width) * 9) / height) * 16 + Math.floor(((i % width) * 16) / width);
    sums[cell] = (sums[cell] ?? 0) + value;
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return sums.map((sum, cell) => sum / (counts[cell] || 1));
}

it.each([
  [160, 90, 0.95], // too small for the word
  [480, 272, 0.98],
  [640, 480, 0.98],
  [360, 640, 0.98],
])('the card of %i x %i is the committed picture', (width, height, alike) => {
  expect(similarity(grid(cardLuma(width, height), width, height), lockCardLuma(width, height))).toBeGreaterThan(alike);
});

it('the committed picture is that of the shape (npm run covers makes it)', () => {
  const pixels = ffmpeg(readFileSync(FIXTURE), [
    '-f',
    'png_pipe',
    '-i',
    '-',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ]);
  expect(Buffer.from(fixturePixels()).equals(pixels)).toBe(true);
});

it('a flat, a noisy or an upturned picture is not the card', () => {
  const card = lockCardLuma();
  expect(
    similarity(
      Array.from({ length: 144 }, () => 40),
      card,
    ),
  ).toBe(0);
  expect(
    Math.abs(
      similarity(
        card.map((_, i) => (i * 2_654_435_761) % 255),
        card,
      ),
    ),
  ).toBeLessThan(0.5);
  expect(similarity(card.toReversed(), card)).toBeLessThan(0.9);
});
