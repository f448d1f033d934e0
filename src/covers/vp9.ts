import { type Bytes, readBigEndian, writeBigEndian } from '../bytes.ts';
import { type Cover, enclosed, lengthOf, type Piece, pieceOrUndefined } from './cover.ts';
import {
  DELTA_FIRST_TILE,
  DELTA_HEAD,
  DELTA_SECOND_TILE,
  KEY_FIRST_TILE,
  KEY_HEAD,
  KEY_SECOND_TILE,
} from './vp9.generated.ts';

interface Layout {
  /** Both headers. */
  readonly head: Bytes;
  /** What a decoder reads of the first tile. */
  readonly first: Bytes;
  readonly second: Bytes;
}

const KEY: Layout = { head: KEY_HEAD, first: KEY_FIRST_TILE, second: KEY_SECOND_TILE };
const DELTA: Layout = { head: DELTA_HEAD, first: DELTA_FIRST_TILE, second: DELTA_SECOND_TILE };

const NOTHING = new Uint8Array(0);
const SIZE_BYTES = 4;
/** In the first byte of a frame of profile 0 that is not only shown again. */
const IS_DELTA = 0x04;

/**
 * A frame that shows the picture of slot 0 again and is over after this byte: frame marker, profile 0,
 * show_existing_frame, slot. Unlike an inter frame it leaves probabilities and vectors of any stream alone.
 */
const SHOW_AGAIN = 0x88;

/**
 * A lock card of 320 x 180 in two rows of tiles. The size of the first one is given, so that no decoder reads what is
 * behind its end: the piece. Such a frame also ends where its decoder ends, and layers that come to a decoder one behind
 * the other are taken for as many frames.
 *
 *     head | size of the first tile with the piece | first tile | piece | second tile
 *
 * The delta shows the card again and refreshes nothing, so it may be repeated or lost.
 */
export const vp9: Cover = {
  id: 'vp9',
  deltaCardFitsAny: true,
  wrap(piece, { isKey }) {
    return frame(isKey ? KEY : DELTA, piece);
  },
  unwrap(received) {
    const { head, first } = (received[0] ?? 0) & IS_DELTA ? DELTA : KEY;
    const tile = head.byteLength + SIZE_BYTES;
    if (received.byteLength < tile) return undefined;
    const size = Number(readBigEndian(received, head.byteLength, SIZE_BYTES));
    if (tile + size >= received.byteLength) return undefined; // a second tile must follow
    return pieceOrUndefined(received.subarray(tile + first.byteLength, tile + size));
  },
  card(isKey) {
    return isKey ? frame(KEY, { head: NOTHING, sealed: new ArrayBuffer(0) }) : new Uint8Array([SHOW_AGAIN]);
  },
};

function frame({ head, first, second }: Layout, piece: Piece): Bytes {
  const tile = head.byteLength + SIZE_BYTES;
  const size = first.byteLength + lengthOf(piece);
  const made = enclosed(piece, tile + first.byteLength, second.byteLength);
  made.set(head);
  writeBigEndian(made, head.byteLength, size, SIZE_BYTES);
  made.set(first, tile);
  made.set(second, tile + size);
  return made;
}
