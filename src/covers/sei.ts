import type { Bytes } from '../bytes.ts';
import { lengthOf, type Piece, pieceOrUndefined } from './cover.ts';
import { escapeCount, escapeInto, nextTriple, unescapedPart } from './emulation-prevention.ts';
import { fromHex } from './hex.ts';
import { START_CODE } from './nal-unit.ts';

/** user_data_unregistered (H.264 and H.265 annex D). */
const PAYLOAD_TYPE = 5;
/** Says that the payload is a sealed piece. No byte of it is part of a start code or needs escaping. */
const UUID = fromHex('9c5d7be0a4f84b6e8d1f6a27c93ee451');
/** What ends every NAL unit. */
const END = new Uint8Array([0x80]);

/**
 * `before`, then an SEI NAL unit with `piece` in it.
 *
 * @param header NAL unit header
 */
export function withSei(before: Uint8Array, header: readonly number[], piece: Piece): Bytes {
  const length = lengthOf(piece);
  const size = UUID.byteLength + length;
  const whole255s = Math.floor(size / 255);
  const headLength = START_CODE.length + header.length + 1 + whole255s + 1 + UUID.byteLength;
  const frame = new Uint8Array(before.byteLength + headLength + length + END.byteLength);
  let offset = 0;
  const put = (bytes: ArrayLike<number>): void => {
    frame.set(bytes, offset);
    offset += bytes.length;
  };
  put(before);
  put(START_CODE);
  put(header);
  frame[offset++] = PAYLOAD_TYPE;
  frame.fill(255, offset, offset + whole255s);
  offset += whole255s;
  frame[offset++] = size % 255;
  put(UUID);
  const start = offset;
  for (const part of piece) put(part);
  put(END);
  const escapes = escapeCount(frame.subarray(start, start + length));
  return escapes === 0 ? frame : withEscapes(frame, start, length, escapes);
}

/** One frame in hundreds: `frame` with the emulation prevention bytes that `length` bytes from `start` on need. */
function withEscapes(frame: Bytes, start: number, length: number, escapes: number): Bytes {
  const escaped = new Uint8Array(frame.byteLength + escapes);
  escaped.set(frame.subarray(0, start));
  escapeInto(escaped, start, frame.subarray(start, start + length));
  escaped.set(END, escaped.byteLength - END.byteLength);
  return escaped;
}

/**
 * The piece in the first SEI NAL unit of ours, after start codes of 3 or 4 bytes.
 *
 * @param header NAL unit header
 */
export function pieceInSei(frame: Uint8Array, header: readonly number[]): Uint8Array | undefined {
  const beginning = [...header, PAYLOAD_TYPE];
  for (let third = nextTriple(frame, 0); third >= 0; third = nextTriple(frame, third + 1)) {
    while (frame[third] === 0) third++; // a start code may have more zeros
    const piece = frame[third] === 1 ? pieceInNalUnit(frame, third + 1, beginning) : undefined;
    if (piece) return piece;
  }
  return undefined;
}

function pieceInNalUnit(frame: Uint8Array, start: number, beginning: readonly number[]): Uint8Array | undefined {
  if (!holds(frame, start, beginning)) return undefined;
  let offset = start + beginning.length;
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
  if (!unescaped || (frame.length === offset + length + 1 && frame[offset + length] === END[0])) return unescaped;
  return unescapedPart(frame, offset, length);
}

function holds(frame: Uint8Array, offset: number, bytes: ArrayLike<number>): boolean {
  for (let i = 0; i < bytes.length; i++) if (frame[offset + i] !== bytes[i]) return false;
  return true;
}
