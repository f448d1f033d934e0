/** The lock card as pixels. */
import { CARD, isLock, wordOn } from '../../src/covers/lock-shape.ts';
import type { Picture } from './decode.ts';

/** Shorter side of the picture in the shape's units. */
const UNITS = 96;
const SAMPLES = 4;
/** Pixels of the blocks that the word is made of. */
const BLOCK = 4;

export const GROUND = rgb(CARD.ground);
const LOCK = rgb(CARD.lock);

/** The middle of the card, antialiased, as RGB, row by row. @param side pixels of the square */
export function drawLockCard(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  coverage(side, side).forEach((share, i) => {
    pixels.set(
      GROUND.map((ground, channel) => Math.round(ground + share * ((LOCK[channel] ?? 0) - ground))),
      i * 3,
    );
  });
  return pixels;
}

/** The whole card, antialiased, as an encoder takes it: planes of luma, U and V. @param width, height even */
export function drawCardPicture(width: number, height: number): Picture {
  const luma = Uint8Array.from(coverage(width, height), (share) =>
    Math.round(CARD.ground + share * (CARD.lock - CARD.ground)),
  );
  const chroma = new Uint8Array((width * height) / 2).fill(CARD.cb);
  chroma.fill(CARD.cr, chroma.byteLength / 2);
  return { width, height, luma, chroma };
}

/** Share of each pixel that the padlock and the word cover, row by row. */
function coverage(width: number, height: number): number[] {
  const unit = Math.min(width, height) / UNITS;
  const shares = Array.from({ length: width * height }, (_, i) => {
    let covered = 0;
    for (let sample = 0; sample < SAMPLES ** 2; sample++) {
      const x = (i % width) + ((sample % SAMPLES) + 0.5) / SAMPLES;
      const y = Math.floor(i / width) + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
      if (isLock((x - width / 2) / unit, (y - height / 2) / unit)) covered++;
    }
    return covered / SAMPLES ** 2;
  });
  for (const [column, row] of wordOn({ width, height }, BLOCK)) {
    for (let i = 0; i < BLOCK ** 2; i++) {
      shares[(row * BLOCK + Math.floor(i / BLOCK)) * width + column * BLOCK + (i % BLOCK)] = 1;
    }
  }
  return shares;
}

/** BT.601, limited range, as decoders show video that says nothing else. */
function rgb(luma: number): readonly [number, number, number] {
  const y = ((luma - 16) * 255) / 219;
  const [cb, cr] = [((CARD.cb - 128) * 255) / 224, ((CARD.cr - 128) * 255) / 224];
  const clamp = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
  return [clamp(y + 1.402 * cr), clamp(y - 0.344_136 * cb - 0.714_136 * cr), clamp(y + 1.772 * cb)];
}
