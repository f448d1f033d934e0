import type { BitWriter } from './bit-writer.ts';

/** How likely the bins of one kind are, as learnt so far (H.265 section 9.3.4.3.2). */
export interface Context {
  /** pStateIdx, 0 to 62: how sure it is of `likely`. */
  state: number;
  /** valMps */
  likely: number;
}

/** A context in its first state (section 9.3.2.2). @param quantizer SliceQpY, 0 to 51 */
export function context(initValue: number, quantizer: number): Context {
  const slope = (initValue >> 4) * 5 - 45;
  const offset = ((initValue & 15) << 3) - 16;
  const first = Math.min(126, Math.max(1, ((slope * quantizer) >> 4) + offset));
  return first > 63 ? { state: first - 64, likely: 1 } : { state: 63 - first, likely: 0 };
}

/** The arithmetic encoder of H.265 (section 9.3.5), the same as H.264's. */
export class CabacEncoder {
  readonly #out: BitWriter;
  #low = 0;
  #range = 510;
  #isFirst = true;
  /** Bits that are known only when a carry has come or can come no more. */
  #outstanding = 0;

  /** @param out where a whole byte is to begin */
  constructor(out: BitWriter) {
    this.#out = out;
  }

  /** One bin, and `context` learns it. */
  bin(bin: number, context: Context): void {
    const unlikely = UNLIKELY_RANGE[context.state * 4 + ((this.#range >> 6) & 3)] ?? 0;
    this.#range -= unlikely;
    if (bin === context.likely) {
      context.state = Math.min(62, context.state + 1);
    } else {
      this.#low += this.#range;
      this.#range = unlikely;
      if (context.state === 0) context.likely = 1 - context.likely;
      context.state = AFTER_UNLIKELY[context.state] ?? 0;
    }
    this.#renormalise();
  }

  /** `count` bins that are 0 as often as 1, the highest of `value` first. */
  bypass(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.#low = 2 * this.#low + ((value >> bit) & 1) * this.#range;
      this.#shiftOut(1_024);
    }
  }

  /** Whether this was the last bin. If so, the stop bit of the trailing bits has been written too. */
  terminate(isLast: boolean): void {
    this.#range -= 2;
    if (isLast) {
      this.#low += this.#range;
      this.#range = 2;
    }
    this.#renormalise();
    if (!isLast) return;
    this.#put(this.#low >> 9);
    this.#out.bits(((this.#low >> 7) & 3) | 1, 2);
  }

  #renormalise(): void {
    for (; this.#range < 256; this.#range <<= 1) {
      this.#shiftOut(512);
      this.#low <<= 1;
    }
  }

  /** Takes the highest bit off `low`. @param one what that bit is worth */
  #shiftOut(one: 512 | 1_024): void {
    if (this.#low >= one) {
      this.#put(1);
      this.#low -= one;
    } else if (this.#low < one / 2) {
      this.#put(0);
    } else {
      this.#low -= one / 2;
      this.#outstanding++;
    }
  }

  #put(bit: number): void {
    // The encoder has one bit more than the decoder.
    if (this.#isFirst) this.#isFirst = false;
    else this.#out.bits(bit, 1);
    for (; this.#outstanding > 0; this.#outstanding--) this.#out.bits(1 - bit, 1);
  }
}

/** rangeTabLps (section 9.3.4.3.2): the range of the less likely bin, four for each state. */
const UNLIKELY_RANGE = [
  128, 176, 208, 240, 128, 167, 197, 227, 128, 158, 187, 216, 123, 150, 178, 205, 116, 142, 169, 195, 111, 135, 160,
  185, 105, 128, 152, 175, 100, 122, 144, 166, 95, 116, 137, 158, 90, 110, 130, 150, 85, 104, 123, 142, 81, 99, 117,
  135, 77, 94, 111, 128, 73, 89, 105, 122, 69, 85, 100, 116, 66, 80, 95, 110, 62, 76, 90, 104, 59, 72, 86, 99, 56, 69,
  81, 94, 53, 65, 77, 89, 51, 62, 73, 85, 48, 59, 69, 80, 46, 56, 66, 76, 43, 53, 63, 72, 41, 50, 59, 69, 39, 48, 56,
  65, 37, 45, 54, 62, 35, 43, 51, 59, 33, 41, 48, 56, 32, 39, 46, 53, 30, 37, 43, 50, 29, 35, 41, 48, 27, 33, 39, 45,
  26, 31, 37, 43, 24, 30, 35, 41, 23, 28, 33, 39, 22, 27, 32, 37, 21, 26, 30, 35, 20, 24, 29, 33, 19, 23, 27, 31, 18,
  22, 26, 30, 17, 21, 25, 28, 16, 20, 23, 27, 15, 19, 22, 25, 14, 18, 21, 24, 14, 17, 20, 23, 13, 16, 19, 22, 12, 15,
  18, 21, 12, 14, 17, 20, 11, 14, 16, 19, 11, 13, 15, 18, 10, 12, 15, 17, 10, 12, 14, 16, 9, 11, 13, 15, 9, 11, 12, 14,
  8, 10, 12, 14, 8, 9, 11, 13, 7, 9, 11, 12, 7, 9, 10, 12, 7, 8, 10, 11, 6, 8, 9, 11, 6, 7, 9, 10, 6, 7, 8, 9,
] as const;

/** transIdxLps: the state after the less likely bin. */
const AFTER_UNLIKELY = [
  0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21, 22, 22, 23, 24, 24,
  25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34, 35, 35, 35, 36, 36, 36, 37, 37, 37, 38,
  38,
] as const;
