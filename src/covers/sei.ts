import type { Bytes } from '../bytes.ts';
import { enclosed, lengthOf, type Piece, pieceOrUndefined } from './cover.ts';
import { escapeInto, mostEscaped, needsEscapes, nextTriple, unescapedPart } from './emulation-prevention.ts';
import { fromHex } from './hex.ts';
import { START_CODE } from './nal-unit.ts';

/** user_data_unregistered (H.264 and H.265 annex D). */
const PAYLOAD_TYPE = 5;
/** Says that the payload is a sealed piece. No byte of it is part of a start code or needs escaping. */
const UUID = fromHex('9c5d7be0a4f84b6e8d1f6a27c93ee451');
/** What ends every NAL unit. */
const END = 0x80;

/**
 * `before`, then an SEI NAL unit with `piece` in it.
 *
 * @param header NAL unit header
 */
export function withSei(before: Uint8Array, header: readonly number[], piece: Piece): Bytes {
  const length = lengthOf(piece);
  const size = UUID.byteLength + length;
  const whole255s = Math.floor(size / 255);
  const start = before.byteLength + START_CODE.length + header.length + 1 + whole255s + 1 + UUID.byteLength;
  const end = start + length;
  const frame = enclosed(piece, start, 1);
  frame.set(before);
  let offset = before.byteLength;
  // Some bytes each: loops take less than the call of a copy, and far less than that of a list.
  for (let i = 0; i < START_CODE.length; i++) frame[offset++] = START_CODE[i] ?? 0;
  for (let i = 0; i < header.length; i++) frame[offset++] = header[i] ?? 0;
  frame[offset++] = PAYLOAD_TYPE;
  for (let i = 0; i < whole255s; i++) frame[offset++] = 255;
  frame[offset++] = size % 255;
  for (let i = 0; i < UUID.length; i++) frame[offset++] = UUID[i] ?? 0;
  frame[end] = END;
  return needsEscapes(frame.subarray(start, end)) ? withEscapes(frame, start, end) : frame;
}

/** One frame in hundreds: `frame` with emulation prevention bytes where the bytes from `start` to `end` need them. */
function withEscapes(frame: Bytes, start: number, end: number): Bytes {
  const room = new Uint8Array(start + mostEscaped(end - start) + 1);
  room.set(frame.subarray(0, start));
  const escapedEnd = escapeInto(room, start, frame.subarray(start, end));
  room[escapedEnd] = END;
  return room.slice(0, escapedEnd + 1);
}

/**
 * The piece in the first SEI NAL unit of ours, after start codes of 3 or 4 bytes.
 *
 * @param header NAL unit header
 */
export function pieceInSei(frame: Uint8Array, header: readonly number[]): Uint8Array | undefined {
  for (let third = nextTriple(frame, 0); third >= 0; third = nextTriple(frame, third + 1)) {
    while (frame[third] === 0) third++; // a start code may have more zeros
    const piece = frame[third] === 1 ? pieceInNalUnit(frame, third + 1, header) : undefined;
    if (piece) return piece;
  }
  return undefined;
}

function pieceInNalUnit(frame: Uint8Array, start: number, header: readonly number[]): Uint8Array | undefined {
  let offset = start + header.length;
  if (!holds(frame, start, header) || frame[offset++] !== PAYLOAD_TYPE) return undefined;
  let size = 0;
  let byte = 255;
  while (byte === 255) {
    byte = frame[offset++] ?? 0;
    size += byte;
  }
  if (!holds(frame, offset, UUID)) return undefined;
  offset += UUID.byteLength;
  const length = size - UUID.byteLength;
  // How a piece begins is never escaped.
  const unescaped = pieceOrUndefined(frame.subarray(offset, offset + length));
  // With escapes it would go on behind its length, so one that ends the frame has none: as a rule nothing is searched.
  if (!unescaped || (frame.length === offset + length + 1 && frame[offset + length] === END)) return unescaped;
  return unescapedPart(frame, offset, length);
}

function holds(frame: Uint8Array, offset: number, bytes: ArrayLike<number>): boolean {
  for (let i = 0; i < bytes.length; i++) if (frame[offset + i] !== bytes[i]) return false;
  return true;
}
