const MAX_CTR = 2n ** 64n - 1n;

/** Counts the pieces sealed under one key (RFC 9605 section 9.1: a CTR is never repeated under a key). */
export class Counter {
  #next: bigint;

  constructor(first = 0n) {
    this.#next = first;
  }

  /** @throws RangeError when all 2^64 values are used up */
  take(): bigint {
    if (this.#next > MAX_CTR) throw new RangeError('All counters of this key are used up.');
    return this.#next++;
  }
}
