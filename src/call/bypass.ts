/**
 * One look at one sender. The browser's figures are read first and the worker's afterwards, so whatever the browser
 * has counted has reached the worker by then, if it went through it at all.
 */
export interface SenderSample {
  /** `framesSent` summed over the sender's streams; counted before the transform. 0 for audio. */
  readonly framesSent: number;
  /** Payload bytes on the wire without padding and retransmissions, summed over the sender's streams. */
  readonly payloadBytes: number;
  /** Frames that the worker has seen of this sender. */
  readonly seen: number;
  /** Frames that the worker has sealed of this sender. */
  readonly sealed: number;
}

/** Frames that may be on their way between the browser's counter and the worker's. */
const FRAMES_UNDER_WAY = 30;

/**
 * Watches one sender for media that goes out beside the worker. It compares how figures grow, never two samples for
 * equality: they are taken at different moments.
 */
export class BypassWatch {
  #first: SenderSample | undefined;
  #last: SenderSample | undefined;
  #idle = 0;

  /** @returns whether this sample shows media that went past the worker */
  add(sample: SenderSample): boolean {
    const last = this.#last;
    // A sender that got a new SSRC starts to count again.
    if (!this.#first || !last || sample.framesSent < last.framesSent || sample.payloadBytes < last.payloadBytes) {
      this.#first = sample;
      this.#last = sample;
      this.#idle = 0;
      return false;
    }
    this.#last = sample;
    const first = this.#first;
    const grows = sample.payloadBytes > last.payloadBytes;
    // Nothing was ever sealed, and yet something goes out.
    if (sample.sealed === 0) return grows;
    // The pacer may still send what was sealed a moment ago; not for longer than that.
    this.#idle = grows && sample.sealed === last.sealed ? this.#idle + 1 : 0;
    if (this.#idle >= 2) return true;
    const surplus = sample.framesSent - first.framesSent - (sample.seen - first.seen);
    return surplus > FRAMES_UNDER_WAY;
  }
}
