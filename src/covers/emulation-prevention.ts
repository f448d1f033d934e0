import type { Bytes } from '../bytes.ts';
import { Scratch } from '../scratch.ts';
import { hasTriple } from './start-code-search.ts';

const PREVENTION = 3;

// Loops go by `length`: V8 takes ten times as long for those that read `byteLength`, or that iterate.

/** Bytes after one that is due, or was taken out, that are looked at one by one: others may be near. */
const NEAR = 256;
/** Bytes up to which a loop takes less than the call of a copy. */
const SHORT = 64;

const PART = new Scratch();

/** Whether `source` needs emulation prevention bytes (H.264 section 7.4.1, H.265 section 7.4.2). */
export function needsEscapes(source: Uint8Array): boolean {
  return hasTriple(source) ?? nextTriple(source, 0) >= 0;
}

/** Bytes that the bytes of a NAL unit or the like take at most when they are escaped. */
export function mostEscaped(length: number): number {
  return length + (length >> 1);
}

/**
 * Copies `source` to `target` at `offset` with an emulation prevention byte wherever three bytes would look like a
 * start code. What stands before and after must not be 0.
 *
 * @returns the offset behind the copy
 */
export function escapeInto(target: Uint8Array, offset: number, source: Uint8Array): number {
  let out = offset;
  /** Zeros that were copied last. */
  let zeros = 0;
  for (let next = 0; next < source.length; ) {
    const third = nextTriple(source, next - zeros);
    const end = third < 0 ? source.length : third;
    copyPart(target, out, source, next, end);
    out += end - next;
    next = end;
    zeros = 2;
    for (const near = Math.min(end + NEAR, source.length); next < near; next++) {
      const byte = source[next] ?? 0;
      if (zeros === 2 && byte <= PREVENTION) {
        target[out++] = PREVENTION;
        zeros = 0;
      }
      target[out++] = byte;
      zeros = byte === 0 ? zeros + 1 : 0;
    }
  }
  return out;
}

/** The bytes of a NAL unit or the like with emulation prevention bytes. */
export function escaped(source: Uint8Array): Bytes {
  if (!needsEscapes(source)) return source.slice() as Bytes;
  const target = new Uint8Array(mostEscaped(source.length));
  return target.slice(0, escapeInto(target, 0, source));
}

/**
 * Takes emulation prevention bytes out, from `start` on, until there are `length` bytes.
 *
 * @returns a view when there are none, or else a copy; undefined when the NAL unit ends before
 */
export function unescapedPart(source: Uint8Array, start: number, length: number): Uint8Array | undefined {
  if (start + length > source.length) return undefined;
  const third = nextTriple(source, start);
  if (third < 0 || third >= start + length) return source.subarray(start, start + length);
  // Memory that is used again: what a hostile frame claims, however often, must not take fresh memory each time.
  const part = PART.take(length);
  return unescapeInto(part, source, start) ? part.slice() : undefined;
}

/** @returns whether there are as many bytes as `part` has */
function unescapeInto(part: Uint8Array, source: Uint8Array, start: number): boolean {
  const { length } = part;
  let filled = 0;
  /** Zeros that were passed last. */
  let zeros = 0;
  for (let next = start; next < source.length; ) {
    const third = nextTriple(source, next - zeros);
    const end = Math.min(third < 0 ? source.length : third, next + length - filled);
    copyPart(part, filled, source, next, end);
    filled += end - next;
    next = end;
    zeros = 2;
    for (const near = Math.min(end + NEAR, source.length); next < near && filled < length; next++) {
      const byte = source[next] ?? 0;
      if (zeros === 2 && byte <= PREVENTION) {
        if (byte !== PREVENTION) return false; // a start code
        zeros = 0;
      } else {
        part[filled++] = byte;
        zeros = byte === 0 ? zeros + 1 : 0;
      }
    }
    if (filled === length) return true;
  }
  return false;
}

function copyPart(target: Uint8Array, offset: number, source: Uint8Array, start: number, end: number): void {
  if (end - start > SHORT) target.set(source.subarray(start, end), offset);
  else for (let i = start; i < end; i++) target[offset + i - start] = source[i] ?? 0;
}

/**
 * Where the next byte of 3 or less stands behind two zeros: the end of a start code, or an emulation prevention byte, or
 * where one is due.
 *
 * @param from where the first of the two zeros may stand
 * @returns -1 when there is none
 */
export function nextTriple(source: Uint8Array, from: number): number {
  const { length } = source;
  for (let i = from + 2; i < length; ) {
    // Four steps at once, as most are: a fifth less time.
    if (
      i + 9 < length &&
      isHigh(source, i) &&
      isHigh(source, i + 3) &&
      isHigh(source, i + 6) &&
      isHigh(source, i + 9)
    ) {
      i += 12;
      continue;
    }
    const byte = source[i] ?? 0;
    // Three bytes on: one that is not 0 is none of the two zeros either.
    if (byte > PREVENTION) i += 3;
    else if (source[i - 1] === 0 && source[i - 2] === 0) return i;
    else i += byte === 0 ? 1 : 3;
  }
  return -1;
}

function isHigh(source: Uint8Array, i: number): boolean {
  return (source[i] ?? 0) > PREVENTION;
}
