import type { Bytes } from '../bytes.ts';

/** The arithmetic encoder of VP8 (RFC 6386 section 7.3). */
export class BoolEncoder {
  #out: Bytes;
  #length = 0;
  #range = 255;
  /** 32 bits, unsigned. */
  #bottom = 0;
  /** Shifts left until a byte is complete. */
  #shifts = 24;

  /** @param sizeHint bytes expected; it grows beyond */
  constructor(sizeHint: number) {
    this.#out = new Uint8Array(sizeHint);
  }

  /** @param probability of a 0, in 1/256, 1 to 255 */
  write(probability: number, bit: boolean | number): void {
    const split = 1 + (((this.#range - 1) * probability) >> 8);
    if (bit) {
      this.#bottom += split;
      this.#range -= split;
    } else {
      this.#range = split;
    }
    while (this.#range < 128) {
      this.#range <<= 1;
      this.#shift();
    }
  }

  /** A flag that is as likely set as not. */
  flag(bit: boolean | number): void {
    this.write(128, bit);
  }

  /** An unsigned integer of `bits` bits, the highest first. */
  literal(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) this.flag((value >> bit) & 1);
  }

  /** Ends the partition. @returns its bytes: whatever follows them changes nothing of what was written */
  finish(): Bytes {
    for (let i = 0; i < 32; i++) this.#shift();
    return this.#out.subarray(0, this.#length);
  }

  #shift(): void {
    if (this.#bottom >>> 31) this.#carry();
    this.#bottom = (this.#bottom << 1) >>> 0;
    if (--this.#shifts > 0) return;
    if (this.#length === this.#out.byteLength) {
      const grown = new Uint8Array(this.#length * 2 + 16);
      grown.set(this.#out);
      this.#out = grown;
    }
    this.#out[this.#length++] = this.#bottom >>> 24;
    this.#bottom &= 0xffffff;
    this.#shifts = 8;
  }

  #carry(): void {
    let last = this.#length - 1;
    while (this.#out[last] === 255) this.#out[last--] = 0;
    const byte = this.#out[last];
    if (byte !== undefined) this.#out[last] = byte + 1;
  }
}
