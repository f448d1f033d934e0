/** Lets through `perSecond` events a second, and as many at once after a quiet second: a token bucket. */
export class RateLimit {
  readonly #perSecond: number;
  #tokens: number;
  #filledAt = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
  }

  /** Whether one more event may happen now. @param nowMs milliseconds; a clock that goes back fills nothing */
  take(nowMs: number): boolean {
    const elapsed = Math.max(0, nowMs - this.#filledAt);
    this.#tokens = Math.min(this.#perSecond, this.#tokens + (elapsed * this.#perSecond) / 1_000);
    this.#filledAt = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
