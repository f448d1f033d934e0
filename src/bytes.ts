/** Byte strings as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

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
  let rest = BigInt(value);
  // By words: arithmetic on bigints is slow, and views on small arrays are slower.
  for (let end = length; end > 0; end -= 4) {
    let word = Number(rest & 0xffff_ffffn);
    for (let i = end - 1; i >= 0 && i >= end - 4; i--) {
      bytes[i] = word;
      word >>>= 8;
    }
    rest >>= 32n;
  }
  return bytes;
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

export function hex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
