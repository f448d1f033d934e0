/** RED repeats at most 9 frames, and some packets are late. */
const REMEMBERED = 64;

/** The RTP timestamps of frames that were counted: RED brings each frame several times, and it is one frame. */
export class CountedTimes {
  readonly #times = new Set<number>();

  /** Takes note of a frame. @returns whether it is the first of this timestamp */
  add(timestamp: number): boolean {
    const time = timestamp >>> 0;
    if (this.#times.has(time)) return false;
    this.#times.add(time);
    const [oldest] = this.#times;
    if (this.#times.size > REMEMBERED && oldest !== undefined) this.#times.delete(oldest);
    return true;
  }
}
