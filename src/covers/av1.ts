import { type Bytes, concat } from '../bytes.ts';
import { DELTA_FRAME, KEY_FRAME, SEQUENCE_HEADER } from './av1.generated.ts';
import { type Cover, enclosed, lengthOf, type Piece, pieceOrUndefined } from './cover.ts';

const NO_SEQUENCE_HEADER = new Uint8Array(0);
const FORBIDDEN = 0x80;
const HAS_EXTENSION = 0x04;
const HAS_SIZE = 0x02;
const METADATA = 5;
/** A metadata_type that is left to users (AV1 specification section 6.7.1); decoders skip such an OBU. */
const USER_PRIVATE = 31;
/** The end of an OBU's payload: one bit that is set (section 5.3.4). */
const TRAILING = 0x80;

/**
 * A lock card of 320 x 180, and before its frame, where decoders skip it, a metadata OBU with the piece; Firefox takes
 * none behind the frame. The delta shows the card again and refreshes
 * nothing, so it may be repeated or lost, but it belongs to the card's own sequence header.
 *
 *     [sequence header] | metadata OBU | frame OBU
 */
export const av1: Cover = {
  id: 'av1',
  deltaCardFitsAny: false,
  wrap(piece, { isKey }) {
    return isKey
      ? withMetadata(SEQUENCE_HEADER, piece, KEY_FRAME)
      : withMetadata(NO_SEQUENCE_HEADER, piece, DELTA_FRAME);
  },
  unwrap(frame) {
    for (let offset = 0; offset < frame.byteLength; ) {
      const header = frame[offset] ?? 0;
      if (header & FORBIDDEN) return undefined;
      const sizeAt = offset + (header & HAS_EXTENSION ? 2 : 1);
      // The last OBU needs no size; packetizers leave it out.
      const { value: size, end: start } =
        header & HAS_SIZE ? readLeb128(frame, sizeAt) : { value: frame.byteLength - sizeAt, end: sizeAt };
      if (start + size > frame.byteLength) return undefined;
      const piece = header >> 3 === METADATA ? pieceIn(frame.subarray(start, start + size)) : undefined;
      if (piece) return piece;
      offset = start + size;
    }
    return undefined;
  },
  card(isKey) {
    return isKey ? concat(SEQUENCE_HEADER, KEY_FRAME) : DELTA_FRAME.slice();
  },
};

function withMetadata(before: Uint8Array, piece: Piece, behind: Uint8Array): Bytes {
  const length = lengthOf(piece);
  const size = 1 + length + 1;
  const start = before.byteLength + 1 + leb128Length(size) + 1;
  const frame = enclosed(piece, start, 1 + behind.byteLength);
  frame.set(before);
  let offset = before.byteLength;
  frame[offset++] = (METADATA << 3) | HAS_SIZE;
  // Section 4.10.5: 7 bits a byte, the lowest first.
  for (let rest = size; ; rest >>= 7) {
    frame[offset++] = rest > 0x7f ? (rest & 0x7f) | 0x80 : rest;
    if (rest <= 0x7f) break;
  }
  frame[offset] = USER_PRIVATE;
  const end = start + length;
  frame[end] = TRAILING;
  frame.set(behind, end + 1);
  return frame;
}

function pieceIn(metadata: Uint8Array): Uint8Array | undefined {
  if (metadata[0] !== USER_PRIVATE || metadata.at(-1) !== TRAILING) return undefined;
  return pieceOrUndefined(metadata.subarray(1, -1));
}

/** Bytes that `value`, less than 2^28, takes. */
function leb128Length(value: number): number {
  return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
}

/** @returns the value, and the offset behind it; what is longer than 8 bytes, or cut, is infinite */
function readLeb128(bytes: Uint8Array, offset: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: offset + i + 1 };
  }
  return { value: Number.POSITIVE_INFINITY, end: offset };
}
