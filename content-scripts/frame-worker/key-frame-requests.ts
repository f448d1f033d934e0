/** Asks for key frames, and not again before the last request can have had its effect. */
export class KeyFrameRequests {
  readonly #request: () => Promise<unknown>;
  readonly #intervalMs: number;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param intervalMs between two requests, milliseconds */
  constructor(request: () => Promise<unknown>, intervalMs: number) {
    this.#request = request;
    this.#intervalMs = intervalMs;
  }

  ask(): void {
    const time = performance.now();
    if (time - this.#askedAt < this.#intervalMs) return;
    this.#askedAt = time;
    void this.#request().catch(() => {
      // Refused, such as while nothing is sent or received: the next frame asks again.
      this.#askedAt = Number.NEGATIVE_INFINITY;
    });
  }
}
