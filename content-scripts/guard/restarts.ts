/** A worker whose frame the page removes, or that dies, is made again this often within the time below. */
const RESTARTS = 3;
const WINDOW_MS = 600_000;

/** Counts restarts, and lets them age: what a page does once an hour is no fight. */
export class Restarts {
  #at: readonly number[] = [];

  /**
   * Counts one.
   *
   * @param nowMs a clock's milliseconds
   * @returns whether it is one too many
   */
  tooMany(nowMs: number): boolean {
    this.#at = [...this.#at.filter((at) => nowMs - at < WINDOW_MS), nowMs];
    return this.#at.length > RESTARTS;
  }

  reset(): void {
    this.#at = [];
  }
}
