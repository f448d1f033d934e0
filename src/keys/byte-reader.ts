import { type Bytes, readBigEndian } from '../bytes.ts';

/** Reads fields one after the other. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws RangeError when there are fewer bytes left */
  take(length: number): Bytes {
    const taken = this.#bytes.slice(this.#offset, this.#offset + length);
    if (taken.byteLength < length) throw new RangeError('The bytes end too early.');
    this.#offset += length;
    return taken as Bytes;
  }

  /** An unsigned big-endian integer. @throws RangeError when it is not a safe integer, or not all there */
  integer(length: number): number {
    const value = Number(readBigEndian(this.take(length), 0, length));
    if (!Number.isSafeInteger(value)) throw new RangeError('The number is too large.');
    return value;
  }

  /** UTF-8 behind its length as 16 bits. @throws RangeError when it is not all there; TypeError when it is not UTF-8 */
  text(): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(this.integer(2)));
  }

  /** @throws RangeError when bytes are left over */
  end(): void {
    if (this.#offset !== this.#bytes.byteLength) throw new RangeError('There are bytes left over.');
  }
}
