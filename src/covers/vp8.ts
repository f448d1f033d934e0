import { concat } from '../bytes.ts';
import type { Cover } from './cover.ts';
import { VP8_DELTA, VP8_KEY } from './vp8.generated.ts';

/**
 * A constant lock card, and behind its last partition, where no decoder reads any more, the piece. The delta shows the
 * card again and refreshes nothing, so it may be repeated, lost or put between other frames.
 */
export const vp8: Cover = {
  id: 'vp8',
  wrap: (piece, { isKey }) => concat(isKey ? VP8_KEY : VP8_DELTA, piece),
  unwrap: (frame) => behind(frame, VP8_KEY) ?? behind(frame, VP8_DELTA),
  card: (isKey) => (isKey ? VP8_KEY : VP8_DELTA).slice(),
};

function behind(frame: Uint8Array, cover: Uint8Array): Uint8Array | undefined {
  if (frame.byteLength < cover.byteLength) return undefined;
  for (let i = 0; i < cover.byteLength; i++) if (frame[i] !== cover[i]) return undefined;
  return frame.subarray(cover.byteLength);
}
