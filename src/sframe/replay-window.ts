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
  readonly #size: number;
  /** When each CTR of the window was seen, in a ring; 0 for not yet. */
  readonly #seenAt: Float64Array;
  #highest = -1n;
  /** Where the highest stands: arithmetic on places is many times as fast as on CTRs. */
  #place: number;

  /** @param size pieces that may be late and still count as new */
  constructor(size: number) {
    this.#size = size;
    this.#seenAt = new Float64Array(size);
    this.#place = size - 1;
  }

  get highest(): bigint {
    return this.#highest;
  }

  /** Takes note of an authenticated CTR. @param nowMs Unix time, milliseconds */
  accept(ctr: bigint, nowMs: number): Seen {
    if (ctr > this.#highest) {
      this.#moveTo(ctr);
      this.#seenAt[this.#place] = nowMs;
      return 'new';
    }
    const behind = Number(this.#highest - ctr);
    if (behind >= this.#size) return 'replay';
    const place = this.#placeOf(behind);
    const before = this.#seenAt[place] ?? 0;
    if (before !== 0) return Math.abs(nowMs - before) < DUPLICATE_MS ? 'duplicate' : 'replay';
    this.#seenAt[place] = nowMs;
    return 'new';
  }

  /** From before this window: everything up to `highest` was seen. */
  restore(highest: bigint): void {
    if (highest > this.#highest) this.#moveTo(highest);
    for (let behind = Number(this.#highest - highest); behind < this.#size; behind++) {
      const place = this.#placeOf(behind);
      if (this.#seenAt[place] === 0) this.#seenAt[place] = LONG_AGO;
    }
  }

  /** @param behind the highest CTR: less than the size */
  #placeOf(behind: number): number {
    const place = this.#place - behind;
    return place < 0 ? place + this.#size : place;
  }

  /** Makes `ctr` the highest, and forgets the places that it and the CTRs which it skips take over. */
  #moveTo(ctr: bigint): void {
    const steps = Number(ctr - this.#highest);
    this.#highest = ctr;
    if (steps >= this.#size) {
      this.#seenAt.fill(0); // where the highest stands does not matter then
      return;
    }
    for (let step = 0; step < steps; step++) {
      this.#place = this.#place + 1 === this.#size ? 0 : this.#place + 1;
      this.#seenAt[this.#place] = 0;
    }
  }
}
