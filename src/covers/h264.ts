import type { Cover } from './cover.ts';
import { deltaFrame, keyFrame } from './h264-frames.ts';
import { DEFAULT_SIZE, rememberBySize, statedSize } from './picture-size.ts';
import { pieceInTail, withTail } from './slice-tail.ts';

const keyOf = rememberBySize(keyFrame);
const deltaOf = rememberBySize(deltaFrame);

/**
 * SPS, PPS and IDR slice of a lock card in the true picture size, or a P slice that skips all; the piece behind the last
 * macroblock of the slice. Start codes have 4 bytes, as Chromium's depacketizer writes them.
 */
export const h264: Cover = {
  id: 'h264',
  deltaCardFitsAny: false,
  wrap(piece, context) {
    const size = statedSize(context);
    return withTail(context.isKey ? keyOf(size) : deltaOf(size), piece);
  },
  unwrap: pieceInTail,
  card: (isKey) => (isKey ? keyOf : deltaOf)(DEFAULT_SIZE).slice(),
};
