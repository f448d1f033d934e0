import { type Bytes, readBigEndian, writeBigEndian } from '../bytes.ts';

/** Header of a sealed piece: key id and counter, 64 bits each. */
export interface Header {
  readonly kid: bigint;
  readonly ctr: bigint;
  /** Bytes that the header takes. */
  readonly length: number;
}

/**
 * Encodes the SFrame header (RFC 9605 section 4.3): a config byte, then KID and CTR in as few bytes as they need;
 * values below 8 stand in the config byte itself.
 *
 * @param kid 0 to 2^64 - 1
 * @param ctr 0 to 2^64 - 1
 * @returns 1 to 17 bytes
 */
export function encodeHeader(kid: bigint, ctr: bigint): Bytes {
  const kidLength = extraLength(kid);
  const ctrLength = extraLength(ctr);
  const config = (field(kid, kidLength) << 4) | field(ctr, ctrLength);
  const bytes = new Uint8Array(1 + kidLength + ctrLength);
  bytes[0] = config;
  writeBigEndian(bytes, 1, kid, kidLength);
  writeBigEndian(bytes, 1 + kidLength, ctr, ctrLength);
  return bytes;
}

/**
 * Decodes the SFrame header at `offset` (RFC 9605 section 4.3).
 *
 * @returns undefined when the bytes end within the header, or take more of them than the values need
 */
export function decodeHeader(bytes: Uint8Array, offset = 0): Header | undefined {
  const config = bytes[offset];
  if (config === undefined) return undefined;
  const kidField = config >> 4;
  const ctrField = config & 0x0f;
  const kidLength = statedLength(kidField);
  const ctrLength = statedLength(ctrField);
  const length = 1 + kidLength + ctrLength;
  if (offset + length > bytes.byteLength) return undefined;
  const kid = kidLength === 0 ? BigInt(kidField) : readBigEndian(bytes, offset + 1, kidLength);
  const ctr = ctrLength === 0 ? BigInt(ctrField) : readBigEndian(bytes, offset + 1 + kidLength, ctrLength);
  if (kidLength !== extraLength(kid) || ctrLength !== extraLength(ctr)) return undefined;
  return { kid, ctr, length };
}

/** The four bits of one value in the config byte: the value itself below 8, else 8 + (length - 1). */
function field(value: bigint, length: number): number {
  return length === 0 ? Number(value) : 8 | (length - 1);
}

/** Bytes that a field says its value takes behind the config byte. */
function statedLength(field: number): number {
  return field & 8 ? (field & 7) + 1 : 0;
}

/** Bytes that a value needs behind the config byte. */
function extraLength(value: bigint): number {
  if (value < 8n) return 0;
  if (value <= 0xffff_ffffn) return 4 - (Math.clz32(Number(value)) >> 3);
  return 8 - (Math.clz32(Number(value >> 32n)) >> 3);
}
