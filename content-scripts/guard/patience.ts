/** Looks in a row at which a worker may give no answer while nothing moves. Each waits for two seconds. */
const STILL_LOOKS = 3;
/** The same while its frames still move: a machine that is busy with something else, not a worker that is gone. */
const MOVING_LOOKS = 15;

/** How long a worker is waited for that does not answer. What it does not seal meanwhile is not sent. */
export class Patience {
  #unanswered = 0;
  #moved = 0;
  #still = 0;

  answered(): void {
    this.#unanswered = 0;
    this.#still = 0;
  }

  /**
   * A look without an answer.
   *
   * @param moved frames and bytes that left a pipe so far, in any unit that grows with them
   * @returns whether the worker counts as gone
   */
  isOver(moved: number): boolean {
    this.#unanswered++;
    this.#still = this.#unanswered > 1 && moved > this.#moved ? 0 : this.#still + 1;
    this.#moved = moved;
    return this.#still >= STILL_LOOKS || this.#unanswered >= MOVING_LOOKS;
  }
}
