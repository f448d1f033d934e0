/** What a window says of a CTR. */
export type Seen = 'new' | 'duplicate' | 'replay';

/** A CTR that comes again within this time is the network's repetition, not an attack: milliseconds. */
const DUPLICATE_MS = 2_000;
/** Seen, at a time that is not known. */
const LONG_AGO = Number.MIN_VALUE;

/**
 * The replay protection of one KID (RFC 9605 section 9.3): the highest CTR that authenticated and, for the `size` below
 * it, which were seen and when. Judged and committed only after authentication.
 */
export class ReplayWindow {
  readonly #size: bigint;
  /** When each CTR of the window was seen, by CTR modulo the size; 0 for not yet. */
  readonly #seenAt: Float64Array;
  #highest = -1n;

  /** @param size pieces that may be late and still count as new */
  constructor(size: number) {
    this.#size = BigInt(size);
    this.#seenAt = new Float64Array(size);
  }

  get highest(): bigint {
    return this.#highest;
  }

  /** Takes note of an authenticated CTR. @param nowMs Unix time, milliseconds */
  accept(ctr: bigint, nowMs: number): Seen {
    if (ctr > this.#highest) {
      this.#clear(ctr);
      this.#highest = ctr;
    } else if (this.#highest - ctr >= this.#size) {
      return 'replay';
    } else {
      const before = this.#seenAt[this.#index(ctr)] ?? 0;
      if (before !== 0) return Math.abs(nowMs - before) < DUPLICATE_MS ? 'duplicate' : 'replay';
    }
    this.#seenAt[this.#index(ctr)] = nowMs;
    return 'new';
  }

  /** From before this window: everything up to `highest` was seen. */
  restore(highest: bigint): void {
    if (highest > this.#highest) this.#highest = highest;
    for (let ctr = highest; ctr >= 0n && this.#highest - ctr < this.#size; ctr--) {
      const index = this.#index(ctr);
      if (this.#seenAt[index] === 0) this.#seenAt[index] = LONG_AGO;
    }
  }

  #index(ctr: bigint): number {
    return Number(ctr % this.#size);
  }

  /** Forgets the places that the CTRs between the old and the new highest take over. */
  #clear(ctr: bigint): void {
    const from = this.#highest + 1n;
    if (ctr - from >= this.#size) this.#seenAt.fill(0);
    else for (let skipped = from; skipped <= ctr; skipped++) this.#seenAt[this.#index(skipped)] = 0;
  }
}
