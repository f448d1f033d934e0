/**
 * How much a document sends while it reads pictures or sound. The control of a call sends messages in bursts, media
 * sends them all the time: what keeps to the pace of media is taken for media, whatever its bytes look like.
 */

/** Bytes and messages per second of the sparest media that is told from control: telephone quality, uncompressed. */
const BYTES = 8_000;
const MESSAGES = 4;
/** For so many seconds in a row. */
const SECONDS = 3;
/** Or so many bytes in ten seconds, in whatever pieces. */
const BULK = 256 * 1_024;
const BULK_SECONDS = 10;

export class Volume {
  /** Of the last seconds, the newest first. */
  readonly #seconds: { second: number; bytes: number; messages: number }[] = [];

  /**
   * Takes note of a message.
   *
   * @param nowMs a clock in milliseconds that never goes back
   * @returns whether it goes on what is taken for media. Messages that were stopped are noted too: a page that goes on
   *   trying stays stopped
   */
  add(bytes: number, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    let current = this.#seconds[0];
    if (current?.second !== second) {
      current = { second, bytes: 0, messages: 0 };
      this.#seconds.unshift(current);
      this.#seconds.length = Math.min(this.#seconds.length, BULK_SECONDS);
    }
    current.bytes += bytes;
    current.messages++;
    return this.#steady(second) || this.#bulk(second);
  }

  #steady(now: number): boolean {
    for (let i = 1; i <= SECONDS; i++) {
      const past = this.#seconds[i];
      if (past?.second !== now - i || past.bytes < BYTES || past.messages < MESSAGES) return false;
    }
    return true;
  }

  #bulk(now: number): boolean {
    const recent = this.#seconds.filter(({ second }) => now - second < BULK_SECONDS);
    return recent.reduce((sum, { bytes }) => sum + bytes, 0) > BULK;
  }
}
