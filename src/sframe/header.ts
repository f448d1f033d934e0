import { type Bytes, bigEndian, readBigEndian, writeBigEndian } from '../bytes.ts';

/** Header of a sealed piece: key id and counter, 64 bits each. */
export interface Header {
  readonly kid: bigint;
  readonly ctr: bigint;
  /** Bytes that the header takes. */
  readonly length: number;
}

/**
 * Encodes SFrame headers of one KID (RFC 9605 section 4.3): a config byte, then KID and CTR in as few bytes as they need;
 * values below 8 stand in the config byte itself.
 */
export class HeaderEncoder {
  /** The KID's half of the config byte, and the bytes behind it. */
  readonly #field: number;
  readonly #kid: Bytes;

  /** @param kid 0 to 2^64 - 1 */
  constructor(kid: bigint) {
    const length = extraLength(kid);
    this.#field = field(kid, length) << 4;
    this.#kid = bigEndian(kid, length);
  }

  /**
   * @param ctr 0 to 2^64 - 1
   * @param free bytes to leave free before the header
   * @returns these, and 1 to 17 bytes of header
   */
  encode(ctr: bigint, free = 0): Bytes {
    const kid = this.#kid;
    const ctrLength = extraLength(ctr);
    const bytes = new Uint8Array(free + 1 + kid.length + ctrLength);
    bytes[free] = this.#field | field(ctr, ctrLength);
    // Some bytes: a loop takes less than the call of a copy.
    for (let i = 0; i < kid.length; i++) bytes[free + 1 + i] = kid[i] ?? 0;
    writeBigEndian(bytes, free + 1 + kid.length, ctr, ctrLength);
    return bytes;
  }
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
