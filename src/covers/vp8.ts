import { concat } from '../bytes.ts';
import { type Cover, enclosed, pieceOrUndefined } from './cover.ts';
import { DEFAULT_SIZE, type PictureSize, rememberBySize, statedSize } from './picture-size.ts';
import { deltaFrame, keyFrame, LENGTH_BYTES } from './vp8-frames.ts';

const KEY_HEADER = 10;
const DELTA_HEADER = 3;

/** Where a piece would be. Chromium's decoder, not ffmpeg's, refuses a delta frame that ends with its first partition. */
const NO_COEFFICIENTS = new Uint8Array(1);

const keyOf = rememberBySize(keyFrame);
const deltaOf = rememberBySize(deltaFrame);

/**
 * A lock card of the true picture size, and behind its last partition, where no decoder reads any more, the piece. The
 * delta shows the card again and refreshes nothing, so it may be repeated, lost or put between other frames.
 */
export const vp8: Cover = {
  id: 'vp8',
  deltaCardFitsAny: true,
  wrap(piece, context) {
    const size = statedSize(context);
    const card = context.isKey ? keyOf(size) : deltaOf(size);
    const made = enclosed(piece, card.byteLength, 0);
    made.set(card);
    return made;
  },
  unwrap(frame) {
    if (frame.length < DELTA_HEADER) return undefined;
    const first = (uint24(frame, 0) >> 5) & 0x7ffff;
    const isKey = !((frame[0] ?? 0) & 1);
    const behindFirst = (isKey ? KEY_HEADER : DELTA_HEADER) + first;
    const start = isKey ? behindFirst + uint24(frame, behindFirst - LENGTH_BYTES) : behindFirst;
    return pieceOrUndefined(frame.subarray(start));
  },
  card(isKey, _received, lastKey) {
    if (isKey) return keyOf(DEFAULT_SIZE).slice();
    return concat(deltaOf((lastKey && sizeOf(lastKey)) ?? DEFAULT_SIZE), NO_COEFFICIENTS);
  },
};

function uint24(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8) | ((bytes[offset + 2] ?? 0) << 16);
}

/** The size in a key frame's header (RFC 6386 section 9.1), without the scaling bits. */
function sizeOf(key: Uint8Array): PictureSize | undefined {
  const [low, , , a, b, c] = key;
  if (low === undefined || low & 1 || a !== 0x9d || b !== 0x01 || c !== 0x2a) return undefined;
  const width = ((key[6] ?? 0) | ((key[7] ?? 0) << 8)) & 0x3fff;
  const height = ((key[8] ?? 0) | ((key[9] ?? 0) << 8)) & 0x3fff;
  return statedSize({ width, height });
}
