/** The lock card as an outsider's screen should show it, from the committed picture. */
import { execFileSync } from 'node:child_process';
import { GROUND } from '../../scripts/covers/lock-card.ts';

/** The middle of every card, a square as high as the shorter side of the video. */
const PICTURE = new URL('../fixtures/lock-card.png', import.meta.url).pathname;
const SIDE = 192;

/** A remote picture as conference.js reads it. */
export interface SeenPicture {
  readonly width: number;
  readonly height: number;
  /** Brightness on a grid of 16 x 9, row by row. */
  readonly luma: readonly number[];
}

const cards = new Map<string, number[]>();

/** How much a picture looks like the lock card, -1 to 1; not a number where there is none. */
export function likeLockCard(seen: SeenPicture | undefined): number {
  if (!seen) return Number.NaN;
  const name = `${seen.width} x ${seen.height}`;
  const card = cards.get(name) ?? lockCardLuma(seen.width, seen.height);
  cards.set(name, card);
  return similarity(seen.luma, card);
}

/**
 * Brightness of the card on a grid of 16 x 9, row by row, as conference.js reads a remote picture.
 *
 * @param width, height of the video, of which only the ratio counts
 */
export function lockCardLuma(width = 16, height = 9): number[] {
  const stretch = (side: number, other: number): number => 2 * Math.round((SIDE * Math.max(1, side / other)) / 2);
  // The ground fills the rest.
  const colour = `0x${Buffer.from(GROUND).toString('hex')}`;
  const pad = `pad=${stretch(width, height)}:${stretch(height, width)}:-1:-1:${colour}`;
  const filter = `format=rgb24,${pad},scale=16:9:flags=area,format=gray`;
  return Array.from(execFileSync('ffmpeg', ['-v', 'error', '-i', PICTURE, '-vf', filter, '-f', 'rawvideo', '-']));
}

/** Correlation of two grids, -1 to 1; 0 when one of them is flat. */
export function similarity(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(one), mean(other)];
  let product = 0;
  let squares: readonly [number, number] = [0, 0];
  one.forEach((value, i) => {
    const [x, y] = [value - a, (other[i] ?? 0) - b];
    product += x * y;
    squares = [squares[0] + x * x, squares[1] + y * y];
  });
  const scale = Math.sqrt(squares[0] * squares[1]);
  return scale === 0 ? 0 : product / scale;
}
