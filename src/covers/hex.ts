import type { Bytes } from '../bytes.ts';

/** The bytes of a string of hex digits. Only for the constants beside. */
export function fromHex(digits: string): Bytes {
  return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
