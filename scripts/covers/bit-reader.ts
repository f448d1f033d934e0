/** Bits from the most significant on, as in the headers of VP9 and AV1. Behind the end there are zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @param count 0 to 31 */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#position++) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = (value << 1) | ((byte >> (7 - (this.#position & 7))) & 1);
    }
    return value;
  }

  skip(count: number): void {
    this.#position += count;
  }

  /** Bits read so far. */
  position(): number {
    return this.#position;
  }

  /** Bytes that were begun. */
  bytes(): number {
    return (this.#position + 7) >> 3;
  }
}
