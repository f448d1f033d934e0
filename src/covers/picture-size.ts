/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Stated when the true size is not known. */
export const DEFAULT_SIZE: PictureSize = { width: 160, height: 96 };

/** Largest width or height that a VP8 key frame can state (14 bits). */
const MAX_SIDE = 16_383;
/** 4096 x 4096. A cover is made for every macroblock, so its cost must have a bound. */
const MAX_MACROBLOCKS = 65_536;
/** Sizes kept: three simulcast layers of a camera and of a screen, and the steps between when a sender adapts. */
const CACHED_SIZES = 16;

/** The size that a cover states: the frame's own if it can be, or else the default. */
export function statedSize({ width, height }: PictureSize): PictureSize {
  const fits = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE;
  if (!fits(width) || !fits(height)) return DEFAULT_SIZE;
  return macroblocks(width) * macroblocks(height) <= MAX_MACROBLOCKS ? { width, height } : DEFAULT_SIZE;
}

/** Macroblocks of 16 pixels along a side. */
export function macroblocks(side: number): number {
  return (side + 15) >> 4;
}

/** Makes `make` remember what it made for the sizes used last. */
export function rememberBySize<T>(make: (size: PictureSize) => T): (size: PictureSize) => T {
  const made = new Map<number, T>();
  let last: { readonly key: number; readonly result: T } | undefined;
  return (size) => {
    const key = size.width * (MAX_SIDE + 1) + size.height;
    if (last?.key === key) return last.result;
    const result = made.get(key) ?? make(size);
    last = { key, result };
    // A Map keeps the order of insertion: what was used last stands last.
    made.delete(key);
    made.set(key, result);
    const [oldest] = made.keys();
    if (made.size > CACHED_SIZES && oldest !== undefined) made.delete(oldest);
    return result;
  };
}
