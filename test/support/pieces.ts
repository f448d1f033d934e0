import fc from 'fast-check';
import type { Picture, SizedFrame } from '../../scripts/covers/decode.ts';
import type { Cover, CoverContext, Piece } from '../../src/covers/cover.ts';
import { CARD, lockMask } from '../../src/covers/lock-shape.ts';

export const NO_SOURCE = new Uint8Array(0);

/** Anything that begins as a piece does. */
export const anyPiece: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 2_000, size: 'max' }).map(pieceOf);

/** What a server could send: noise, and noise that begins like something. */
export const anyFrame = (beginnings: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(NO_SOURCE, ...beginnings), fc.nat(), fc.uint8Array({ maxLength: 300, size: 'max' }))
    .map(([beginning, cut, rest]) => Buffer.concat([beginning.subarray(0, cut % (beginning.byteLength + 1)), rest]));

/** Lengths of pieces at which lengths in covers need another byte, up to a large key frame. */
export const PIECE_LENGTHS = [
  0, 1, 127, 128, 238, 239, 240, 253, 254, 255, 256, 493, 494, 508, 509, 1_150, 16_384, 65_535, 65_536, 200_000,
] as const;

/** A piece of `length` bytes (3 at least) of noise, the same in every run. */
export function pieceOfLength(length: number): Uint8Array {
  let state = length + 1;
  const noise = Uint8Array.from({ length: Math.max(0, length - 3) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  return pieceOf(noise);
}

export function pieceOf(rest: Uint8Array): Uint8Array {
  return Buffer.concat([new Uint8Array([0xc5, 0xea, 0x01]), rest]);
}

/** A piece as covers take it: what they make of its memory does not touch `piece`. */
export function inParts(piece: Uint8Array): Piece {
  return { head: piece.subarray(0, 3), sealed: new Uint8Array(piece.subarray(3)).buffer };
}

export function video(isKey: boolean, width: number, height: number): CoverContext {
  return { isKey, width, height, source: NO_SOURCE };
}

/** Picture sizes of cameras and screens, in both directions, with and without whole macroblocks. */
export const SIZES = [
  [16, 16],
  [17, 33],
  [160, 90],
  [320, 180],
  [360, 640],
  [640, 480],
  [1280, 720],
  [1920, 1080],
  [4096, 2160],
] as const;

/** What 4:2:0 pictures of H.264 and H.265 make of a size: cropping counts in chroma samples. */
export function evenSize([width, height]: readonly [number, number]): [width: number, height: number] {
  return [width + (width % 2), height + (height % 2)];
}

/** How large a cover may be, in bytes, without the piece. */
export function budget(isKey: boolean, width: number, height: number): number {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  return isKey ? macroblocks + 500 : 0.03 * macroblocks + 40;
}

/** Key, delta, delta, key, delta, in the given size. */
export function coverStream(cover: Cover, piece: Uint8Array, [width, height]: readonly [number, number]): SizedFrame[] {
  return [true, false, false, true, false].map((isKey) => ({
    bytes: cover.wrap(inParts(piece), video(isKey, width, height)) ?? NO_SOURCE,
    width,
    height,
  }));
}

/** How far a picture is from another: the mean and the largest difference of luma, and of chroma. */
export function distance(one: Picture, other: Picture): { mean: number; largest: number; chroma: number } {
  const differences = (a: Uint8Array, b: Uint8Array): number[] =>
    Array.from(a, (value, i) => Math.abs(value - (b[i] ?? 0)));
  const luma = differences(one.luma, other.luma);
  const max = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  return { mean, largest: max(luma), chroma: max(differences(one.chroma, other.chroma)) };
}

/** Luma of the lock card where every block is drawn. @param side pixels of a block's side */
export function cardLuma(width: number, height: number, side: 4 | 8 = 4): Buffer {
  const { stride, blocks } = lockMask({ width, height }, side);
  const luma = Buffer.alloc(width * height, CARD.ground);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (blocks[Math.floor(y / side) * stride + Math.floor(x / side)]) luma[y * width + x] = CARD.lock;
    }
  }
  return luma;
}
