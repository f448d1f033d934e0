/** The lock card as pixels. */
import { CARD, isLock } from '../../src/covers/lock-shape.ts';

/** Side of the picture in pixels; the shape's units. */
const UNITS = 96;
const SAMPLES = 4;

export const GROUND = rgb(CARD.ground);
const LOCK = rgb(CARD.lock);

/** The middle of the card, antialiased, as RGB, row by row. @param side pixels of the square */
export function drawLockCard(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const share = coverage(column, row, UNITS / side);
      GROUND.forEach((ground, i) => {
        pixels[(row * side + column) * 3 + i] = Math.round(ground + share * ((LOCK[i] ?? 0) - ground));
      });
    }
  }
  return pixels;
}

/** Share of a pixel that the padlock covers. */
function coverage(column: number, row: number, scale: number): number {
  let covered = 0;
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    if (isLock(x * scale - UNITS / 2, y * scale - UNITS / 2)) covered++;
  }
  return covered / SAMPLES ** 2;
}

/** BT.601, limited range, as decoders show video that says nothing else. */
function rgb(luma: number): readonly [number, number, number] {
  const y = ((luma - 16) * 255) / 219;
  const [cb, cr] = [((CARD.cb - 128) * 255) / 224, ((CARD.cr - 128) * 255) / 224];
  const clamp = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
  return [clamp(y + 1.402 * cr), clamp(y - 0.344_136 * cb - 0.714_136 * cr), clamp(y + 1.772 * cb)];
}
