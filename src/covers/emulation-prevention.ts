import type { Bytes } from '../bytes.ts';

/** Runs up to this long are copied byte by byte: a call for each would cost more. */
const SHORT_RUN = 32;
const PREVENTION = 3;

/**
 * Copies `source` to `target` at `offset` with an emulation prevention byte wherever three bytes would look like a
 * start code (H.264 section 7.4.1, H.265 section 7.4.2). What stands before and after must not be 0.
 *
 * @returns the offset behind the copy
 */
export function escapeInto(target: Uint8Array, offset: number, source: Uint8Array): number {
  let done = 0;
  let out = offset;
  for (let end = nextEscape(source, 0); end >= 0; end = nextEscape(source, end)) {
    out = copy(target, out, source, done, end);
    target[out++] = PREVENTION;
    done = end;
  }
  return copy(target, out, source, done, source.byteLength);
}

/** How many bytes escapeInto adds to `source`. */
export function escapeCount(source: Uint8Array): number {
  let count = 0;
  for (let end = nextEscape(source, 0); end >= 0; end = nextEscape(source, end)) count++;
  return count;
}

/** The bytes of a NAL unit or the like with emulation prevention bytes. */
export function escaped(source: Uint8Array): Bytes {
  const target = new Uint8Array(source.byteLength + escapeCount(source));
  escapeInto(target, 0, source);
  return target;
}

/**
 * Takes emulation prevention bytes out, from `start` on, until there are `length` bytes.
 *
 * @returns a view when there are none, or else a copy; undefined when the NAL unit ends before
 */
export function unescapedPart(source: Uint8Array, start: number, length: number): Uint8Array | undefined {
  // Nothing is allocated for a length that a hostile frame only claims.
  const end = endOfPart(source, start, length);
  if (end === undefined) return undefined;
  if (end === start + length) return source.subarray(start, end);
  const part = new Uint8Array(length);
  let done = start;
  let filled = 0;
  for (let zeros = nextZeros(source, start); zeros >= 0 && zeros + 2 < end; zeros = nextZeros(source, zeros + 3)) {
    if (source[zeros + 2] !== PREVENTION) continue;
    filled = copy(part, filled, source, done, zeros + 2);
    done = zeros + 3;
  }
  copy(part, filled, source, done, end);
  return part;
}

/** The offset behind `length` bytes that are escaped from `start` on; undefined when the NAL unit ends before. */
function endOfPart(source: Uint8Array, start: number, length: number): number | undefined {
  let end = start + length;
  for (let zeros = nextZeros(source, start); zeros >= 0 && zeros + 2 < end; zeros = nextZeros(source, zeros + 3)) {
    const third = source[zeros + 2];
    if (third === undefined || third < PREVENTION) return undefined;
    if (third === PREVENTION) end++;
  }
  return end <= source.byteLength ? end : undefined;
}

/** Where the next emulation prevention byte is due: behind two zeros and before a byte of 3 or less. -1: nowhere. */
function nextEscape(source: Uint8Array, from: number): number {
  for (let zeros = nextZeros(source, from); zeros >= 0; zeros = nextZeros(source, zeros + 3)) {
    const third = source[zeros + 2];
    if (third === undefined) return -1;
    if (third <= PREVENTION) return zeros + 2;
  }
  return -1;
}

/** Where the next two zeros begin, or -1. */
export function nextZeros(source: Uint8Array, from: number): number {
  for (let zero = nextZero(source, from); zero >= 0; zero = nextZero(source, zero + 2)) {
    if (source[zero + 1] === 0) return zero;
  }
  return -1;
}

/** The engine's own search is fast over long runs, and slow to call: where zeros are dense, they are seen at once. */
function nextZero(source: Uint8Array, from: number): number {
  return source[from] === 0 ? from : source.indexOf(0, from);
}

function copy(target: Uint8Array, offset: number, source: Uint8Array, from: number, to: number): number {
  if (to - from > SHORT_RUN) {
    target.set(source.subarray(from, to), offset);
  } else {
    for (let i = from; i < to; i++) target[offset + i - from] = source[i] ?? 0;
  }
  return offset + to - from;
}
