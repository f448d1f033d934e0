import type { Bytes } from '../bytes.ts';
import type { Cover } from './cover.ts';
import { deltaData, deltaFrame, keyFrame, LAST_PLACE } from './h265-frames.ts';
import { DEFAULT_SIZE, type PictureSize, rememberBySize, statedSize } from './picture-size.ts';
import { pieceInTail, withTail } from './slice-tail.ts';

const keyOf = rememberBySize(keyFrame);
/** Deltas of a size by their place, as they are needed. */
const deltasOf = rememberBySize((size) => {
  const data = deltaData(size);
  const made: Bytes[] = [];
  return (place: number): Bytes => {
    made[place] ??= deltaFrame(data, place);
    return made[place];
  };
});

/**
 * The place of the delta made last. Two that follow one another in a stream must not have the same. One count serves for all
 * streams: none of them gets exactly each 127th delta.
 */
let place = 0;

function nextDelta(size: PictureSize): Bytes {
  place = (place % LAST_PLACE) + 1;
  return deltasOf(size)(place);
}

/**
 * VPS, SPS, PPS and IDR slice of a lock card in the true picture size, or a P slice that skips all; the piece behind
 * the last coding unit of the slice.
 */
export const h265: Cover = {
  id: 'h265',
  deltaCardFitsAny: false,
  wrap(piece, context) {
    const size = statedSize(context);
    return withTail(context.isKey ? keyOf(size) : nextDelta(size), piece);
  },
  unwrap: pieceInTail,
  card: (isKey) => (isKey ? keyOf : nextDelta)(DEFAULT_SIZE).slice(),
};
