/** Byte strings as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const encoder = new TextEncoder();

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return joined;
}

/** An unsigned integer in big-endian order. @param value less than 2^(8 * length) */
export function bigEndian(value: bigint | number, length: number): Bytes {
  const bytes = new Uint8Array(length);
  writeBigEndian(bytes, 0, value, length);
  return bytes;
}

/** Writes an unsigned integer into `length` bytes at `offset`. @param value less than 2^(8 * length) */
export function writeBigEndian(target: Uint8Array, offset: number, value: bigint | number, length: number): void {
  // By words: arithmetic on bigints is slow, and views on small arrays are slower.
  let rest = value;
  for (let end = offset + length; end > offset; end -= 4) {
    let word = 0;
    if (typeof rest === 'bigint' && rest > MAX_SAFE) {
      word = Number(rest & 0xffff_ffffn);
      rest >>= 32n;
    } else {
      rest = Number(rest);
      word = rest >>> 0;
      rest = Math.floor(rest / 2 ** 32);
    }
    for (let i = end - 1; i >= offset && i >= end - 4; i--) {
      target[i] = word;
      word >>>= 8;
    }
  }
}

/** The unsigned integer of `length` bytes at `offset`, big-endian. */
export function readBigEndian(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let i = 0; i < length; ) {
    let word = 0;
    // The first word takes what is left over.
    do word = (word << 8) | (bytes[offset + i] ?? 0);
    while (++i % 4 !== length % 4);
    value = value === 0n ? BigInt(word >>> 0) : (value << 32n) | BigInt(word >>> 0);
  }
  return value;
}

/** Smaller memory comes from pools, where to give it back at once gains nothing: bytes. */
const WORTH_RELEASING = 16_384;

/**
 * Gives the memory behind an array back at once, if it is large: nobody may read it any more. Left to the garbage
 * collector it is cold when it comes again, and touching it costs about as much as the cipher, in Firefox most of all.
 */
export function release({ buffer }: Uint8Array): void {
  // Every browser that is supported has it; Node.js 20, where tests run, has not.
  if (buffer.byteLength >= WORTH_RELEASING && 'transfer' in buffer) buffer.transfer(0);
}

export function hex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
