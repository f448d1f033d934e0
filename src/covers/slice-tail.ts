import type { Bytes } from '../bytes.ts';
import { enclosed, lengthOf, type Piece, pieceOrUndefined } from './cover.ts';
import { escapeInto, mostEscaped, needsEscapes, nextTriple, unescapedPart } from './emulation-prevention.ts';
import { fromHex } from './hex.ts';

/** Says that a sealed piece stands before it. No byte of it is part of a start code or needs escaping. */
const MARK = fromHex('8d1f6a27c93ee451');
/** What ends every NAL unit: the stop bit, and zeros that complete its byte. */
const END = 0x80;
/** Bytes of each of the two numbers behind the piece. */
const NUMBER = 4;
const TAIL = 2 * NUMBER + MARK.byteLength + 1;

/**
 * `before` with `piece` behind it, as part of its last NAL unit: a slice, whose decoder stops at its last macroblock or
 * coding unit. There is no other place that is kept with its picture by everybody: an SEI NAL unit behind the slice belongs
 * to the next one (H.264 7.4.1.2.3), and there are servers and receivers that forward or read slices alone.
 */
export function withTail(before: Uint8Array, piece: Piece): Bytes {
  const length = lengthOf(piece);
  const start = before.byteLength;
  const end = start + length;
  const frame = enclosed(piece, start, TAIL);
  frame.set(before);
  if (needsEscapes(frame.subarray(start, end))) return withEscapes(frame, start, end);
  writeTail(frame, end, length, 0);
  return frame;
}

/** One frame in hundreds: `frame` with emulation prevention bytes where the bytes from `start` to `end` need them. */
function withEscapes(frame: Bytes, start: number, end: number): Bytes {
  const length = end - start;
  const room = new Uint8Array(start + mostEscaped(length) + TAIL);
  room.set(frame.subarray(0, start));
  const escapedEnd = escapeInto(room, start, frame.subarray(start, end));
  writeTail(room, escapedEnd, length, escapedEnd - start - length);
  return room.slice(0, escapedEnd + TAIL);
}

/** @param length of the piece in bytes, without its escapes */
function writeTail(frame: Uint8Array, at: number, length: number, escapes: number): void {
  // Some bytes each: loops take less than the call of a copy, and far less than that of a list.
  for (let i = 0; i < NUMBER; i++) {
    const shift = 7 * (NUMBER - 1 - i);
    frame[at + i] = 0x80 | ((length >> shift) & 0x7f);
    frame[at + NUMBER + i] = 0x80 | ((escapes >> shift) & 0x7f);
  }
  const mark = at + 2 * NUMBER;
  for (let i = 0; i < MARK.length; i++) frame[mark + i] = MARK[i] ?? 0;
  frame[mark + MARK.length] = END;
}

/** The piece at the end of the last NAL unit of a frame, or of the first that has one. */
export function pieceInTail(frame: Uint8Array): Uint8Array | undefined {
  // As a rule nothing stands behind it, and nothing is searched.
  const last = pieceBefore(frame, frame.length);
  if (last) return last;
  for (let third = nextTriple(frame, 0); third >= 0; third = nextTriple(frame, third + 1)) {
    const piece = frame[third] === 1 ? pieceBefore(frame, third - 2) : undefined;
    if (piece) return piece;
  }
  return undefined;
}

/** The piece of the NAL unit that ends at `limit`, but for zeros. */
function pieceBefore(frame: Uint8Array, limit: number): Uint8Array | undefined {
  let end = limit;
  while (end > 0 && frame[end - 1] === 0) end--;
  const tail = end - TAIL;
  if (tail < 0 || frame[end - 1] !== END || !isMark(frame, tail + 2 * NUMBER)) return undefined;
  const length = readNumber(frame, tail);
  const escapes = readNumber(frame, tail + NUMBER);
  const start = tail - length - escapes;
  if (start < 0 || length === 0) return undefined;
  const piece = escapes === 0 ? frame.subarray(start, tail) : unescapedPart(frame, start, length);
  return piece && pieceOrUndefined(piece);
}

function readNumber(frame: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < NUMBER; i++) value = (value << 7) | ((frame[at + i] ?? 0) & 0x7f);
  return value;
}

function isMark(frame: Uint8Array, offset: number): boolean {
  for (let i = 0; i < MARK.length; i++) if (frame[offset + i] !== MARK[i]) return false;
  return true;
}
