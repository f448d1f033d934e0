/** Byte strings as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Every browser that is supported can; Node.js 20 cannot. */
const CAN_TRANSFER = 'transfer' in ArrayBuffer.prototype;

const encoder = new TextEncoder();

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const joined = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.byteLength;
  }
  return joined;
}

/**
 * The bytes of `body` with room around them, all of which has to be written to. Where buffers can grow nobody may use `body`
 * any more: in Firefox its memory goes on (a further buffer costs 3 us at least), in Chromium it is given back at once.
 */
export function withRoom(body: ArrayBuffer, before: number, behind: number): Bytes {
  const { byteLength } = body;
  const length = before + byteLength + behind;
  if (CAN_TRANSFER) return new Uint8Array(body.transfer(length)).copyWithin(before, 0, byteLength);
  const copy = new Uint8Array(length);
  copy.set(new Uint8Array(body), before);
  return copy;
}

/** An unsigned integer in big-endian order. @param value less than 2^64 and than 2^(8 * length) */
export function bigEndian(value: bigint | number, length: number): Bytes {
  const bytes = new Uint8Array(length);
  writeBigEndian(bytes, 0, value, length);
  return bytes;
}

/** One word, through which integers go to bytes and back: arithmetic on bigints is slow, and each result is an object. */
const WORD = new DataView(new ArrayBuffer(8));
const WORD_BYTES = new Uint8Array(WORD.buffer);

/** Writes an unsigned integer into `length` bytes at `offset`. @param value less than 2^64 and than 2^(8 * length) */
export function writeBigEndian(target: Uint8Array, offset: number, value: bigint | number, length: number): void {
  WORD.setBigUint64(0, BigInt(value));
  const before = 8 - length;
  for (let i = 0; i < length; i++) target[offset + i] = before + i < 0 ? 0 : (WORD_BYTES[before + i] ?? 0);
}

/** The unsigned integer of `length` bytes at `offset`, big-endian. */
export function readBigEndian(bytes: Uint8Array, offset: number, length: number): bigint {
  if (length > 8) {
    const head = readBigEndian(bytes, offset, length - 8);
    return (head << 64n) | readBigEndian(bytes, offset + length - 8, 8);
  }
  const before = 8 - length;
  for (let i = 0; i < 8; i++) WORD_BYTES[i] = i < before ? 0 : (bytes[offset + i - before] ?? 0);
  return WORD.getBigUint64(0);
}

/** Smaller memory comes from pools, where to give it back at once gains nothing: bytes. */
const WORTH_RELEASING = 4_096;

/**
 * Gives the memory behind an array back at once, if it is large: nobody may read it any more. Left to the garbage
 * collector it is cold when it comes again, and touching it costs about as much as the cipher, in Firefox most of all.
 */
export function release({ buffer }: Bytes): void {
  if (CAN_TRANSFER && buffer.byteLength >= WORTH_RELEASING) buffer.transfer(0);
}

export function hex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
