import type { Bytes } from '../bytes.ts';

/** Writes bits, the highest of each byte first. */
export class BitWriter {
  #bytes: Bytes;
  #length = 0;
  /** Bits of the byte that is not full yet. */
  #pending = 0;
  #pendingBits = 0;

  /** @param sizeHint bytes expected; it grows beyond */
  constructor(sizeHint: number) {
    this.#bytes = new Uint8Array(sizeHint);
  }

  /** An unsigned integer of `count` bits, 0 to 32. */
  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.#pending = (this.#pending << 1) | ((value >>> bit) & 1);
      if (++this.#pendingBits === 8) this.#byte();
    }
    return this;
  }

  /** ue(v): unsigned Exp-Golomb (H.264 section 9.1). @param value less than 2^31 - 1 */
  ue(value: number): this {
    const length = 32 - Math.clz32(value + 1);
    return this.bits(0, length - 1).bits(value + 1, length);
  }

  /** se(v): signed Exp-Golomb. */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** rbsp_trailing_bits, trailing_bits: a 1, then zeros up to a whole byte. */
  trailing(): this {
    this.bits(1, 1);
    return this.align();
  }

  /** Zeros up to a whole byte. */
  align(): this {
    return this.bits(0, (8 - this.#pendingBits) % 8);
  }

  /** All whole bytes. */
  finish(): Bytes {
    return this.#bytes.subarray(0, this.#length);
  }

  #byte(): void {
    if (this.#length === this.#bytes.byteLength) {
      const grown = new Uint8Array(this.#length * 2 + 16);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = this.#pending;
    this.#pending = 0;
    this.#pendingBits = 0;
  }
}
