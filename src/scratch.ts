import type { Bytes } from './bytes.ts';

/** Memory that serves one frame after the other: fresh memory for a key frame costs as much as to encrypt it. */
export class Scratch {
  #memory: Bytes = new Uint8Array(0);
  #taken: Bytes = this.#memory;

  /** @returns `length` bytes, whatever is in them, to be used before the next call */
  take(length: number): Bytes {
    if (this.#taken.length === length) return this.#taken;
    // Twice what there was, so that lengths which grow byte by byte do not each take fresh memory.
    if (this.#memory.length < length) this.#memory = new Uint8Array(Math.max(length, 2 * this.#memory.length));
    this.#taken = this.#memory.subarray(0, length);
    return this.#taken;
  }
}
