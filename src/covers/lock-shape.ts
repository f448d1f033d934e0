import { wordBlocks } from './lock-word.ts';
import { macroblocks, type PictureSize } from './picture-size.ts';

/**
 * The lock card as every cover draws it: a padlock in the middle, 64 % of the shorter side high, and beneath it, where there
 * is room, the word CALLSEAL. Two levels of luma and one chroma, so that it costs few bits and no prediction of a block is
 * ever between the levels.
 */
export const CARD = { ground: 40, lock: 128, cb: 138, cr: 109 } as const;

/** The shape is drawn on a square of this side, its middle at 0, 0. */
const UNITS = 96;
/** Half the shape's width and height with a margin, in those units: outside there is only ground. */
const REACH = 32;
/** Where the padlock ends, in those units. */
const BOTTOM = 30;

/** Whether the padlock covers a point. @param x, y from the middle of the picture, right and down, in 1/96 of its shorter side */
export function isLock(x: number, y: number): boolean {
  if (y >= -4) {
    if (y > BOTTOM || Math.abs(x) > 22) return false;
    const keyhole = Math.hypot(x, y - 9) <= 4.5 || (Math.abs(x) <= 2 && y >= 9 && y <= 20);
    return !keyhole;
  }
  const fromAxis = y < -14 ? Math.hypot(x, y + 14) : Math.abs(x);
  return fromAxis >= 11 && fromAxis <= 17;
}

/** The blocks that the word beneath the padlock covers. @param side pixels of a block's side */
export function wordOn(size: PictureSize, side: number): ReturnType<typeof wordBlocks> {
  const { width, height } = size;
  return wordBlocks(size, side, height / 2 + (BOTTOM * Math.min(width, height)) / UNITS);
}

/** Which blocks of a picture the padlock and the word cover. */
export interface LockMask {
  /** Blocks per row, a whole number of macroblocks. */
  readonly stride: number;
  /** 1 where the middle of a block is covered, row by row. */
  readonly blocks: Uint8Array;
}

/** @param side pixels of a block's side: 4, 8 or 16 */
export function lockMask({ width, height }: PictureSize, side: 4 | 8 | 16): LockMask {
  const perMacroblock = 16 / side;
  const stride = macroblocks(width) * perMacroblock;
  const rows = macroblocks(height) * perMacroblock;
  const blocks = new Uint8Array(stride * rows);
  const unit = Math.min(width, height) / UNITS;
  const first = (middle: number): number => Math.max(0, Math.floor((middle - REACH * unit) / side));
  const last = (middle: number, count: number): number => Math.min(count, Math.ceil((middle + REACH * unit) / side));
  for (let row = first(height / 2); row < last(height / 2, rows); row++) {
    for (let column = first(width / 2); column < last(width / 2, stride); column++) {
      const x = ((column + 0.5) * side - width / 2) / unit;
      const y = ((row + 0.5) * side - height / 2) / unit;
      if (isLock(x, y)) blocks[row * stride + column] = 1;
    }
  }
  for (const [column, row] of wordOn({ width, height }, side)) blocks[row * stride + column] = 1;
  return { stride, blocks };
}
