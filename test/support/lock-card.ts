/** The lock card as an outsider's screen should show it, from the committed picture. */
import { execFileSync } from 'node:child_process';

const PICTURE = new URL('../fixtures/lock-card.png', import.meta.url).pathname;

/** Brightness of the card on a grid of 16 x 9, row by row, as conference.js reads a remote picture. */
export function lockCardLuma(): number[] {
  const raw = execFileSync('ffmpeg', [
    '-v',
    'error',
    '-i',
    PICTURE,
    '-vf',
    'scale=16:9:flags=area,format=gray',
    '-f',
    'rawvideo',
    '-',
  ]);
  return Array.from(raw);
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
