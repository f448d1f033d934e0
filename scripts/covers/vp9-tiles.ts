/** Where the tiles of a VP9 frame are. */
import { BitReader } from './bit-reader.ts';

/** A frame of two tile rows, without the 4 bytes of the first tile's size that stand between `head` and `first`. */
export interface TwoTiles {
  readonly head: Uint8Array;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

const SIZE_BYTES = 4;
const REFERENCES = 3;

/**
 * Takes a frame of libvpx apart (VP9 Bitstream & Decoding Process Specification, sections 6.1 and 6.2).
 *
 * @param width of the picture in pixels: how the header is read depends on it
 * @throws Error when it is not of profile 0, error resilient, without segments, in one column and two rows of tiles
 */
export function twoTiles(frame: Uint8Array, width: number): TwoTiles {
  const bits = new BitReader(frame);
  const isKey = readFrameType(bits);
  if (isKey)
    bits.skip(24 + 3 + 1); // sync code, colour space, colour range
  else {
    bits.skip(8 + REFERENCES * 4); // refresh flags; index and sign of each reference
    let found = false;
    for (let i = 0; i < REFERENCES && !found; i++) found = bits.read(1) === 1;
    if (!found) bits.skip(16 + 16);
  }
  if (isKey) bits.skip(16 + 16);
  if (bits.read(1)) bits.skip(16 + 16); // size for display
  if (!isKey) {
    bits.skip(1); // precision of vectors
    if (!bits.read(1)) bits.skip(2); // interpolation
  }
  bits.skip(2); // context
  skipLoopFilter(bits);
  bits.skip(8); // quantiser
  for (let i = 0; i < 3; i++) if (bits.read(1)) bits.skip(4 + 1);
  require(bits.read(1) === 0, 'segments');
  const columns = Math.ceil(width / 64);
  if (columns >= 8) require(bits.read(1) === 0, 'columns of tiles');
  require(bits.read(1) === 1 && bits.read(1) === 0, 'other than two rows of tiles');
  const compressed = bits.read(16);
  const start = bits.bytes() + compressed;
  const tile = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(start) + start + SIZE_BYTES;
  return {
    head: frame.subarray(0, start),
    first: frame.subarray(start + SIZE_BYTES, tile),
    second: frame.subarray(tile),
  };
}

/** @returns whether it is a key frame */
function readFrameType(bits: BitReader): boolean {
  require(bits.read(2) === 2 && bits.read(2) === 0 && bits.read(1) === 0, 'profile');
  const isKey = bits.read(1) === 0;
  require(bits.read(1) === 1 && bits.read(1) === 1, 'not shown or not error resilient');
  return isKey;
}

function skipLoopFilter(bits: BitReader): void {
  bits.skip(6 + 3);
  if (!bits.read(1) || !bits.read(1)) return;
  for (let i = 0; i < 4 + 2; i++) if (bits.read(1)) bits.skip(6 + 1);
}

function require(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(`a VP9 frame with ${otherwise}`);
}
