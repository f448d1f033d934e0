import type { Cover } from './cover.ts';
import { deltaFrame, keyFrame } from './h264-frames.ts';
import { DEFAULT_SIZE, rememberBySize, statedSize } from './picture-size.ts';
import { pieceInSei, withSei } from './sei.ts';

/** nal_unit_type 6 */
const SEI = [0x06] as const;

const keyOf = rememberBySize(keyFrame);
const deltaOf = rememberBySize(deltaFrame);

/**
 * SPS, PPS and IDR slice of a lock card in the true picture size, or a P slice that skips all; then an SEI NAL unit with
 * the piece. Start codes have 4 bytes, as Chromium's depacketizer writes them.
 */
export const h264: Cover = {
  id: 'h264',
  deltaCardFitsAny: false,
  wrap(piece, context) {
    const size = statedSize(context);
    return withSei(context.isKey ? keyOf(size) : deltaOf(size), SEI, piece);
  },
  unwrap: (frame) => pieceInSei(frame, SEI),
  card: (isKey) => (isKey ? keyOf : deltaOf)(DEFAULT_SIZE).slice(),
};
