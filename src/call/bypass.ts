/**
 * One look at one sender. The browser's figures are read first and the worker's afterwards, so whatever the browser
 * has counted has reached the worker by then, if it went through it at all.
 */
export interface SenderSample {
  readonly kind: 'audio' | 'video';
  /** Of a picture `framesSent`, counted before the transform; of sound its packets, counted after. Sums of all streams. */
  readonly framesSent: number;
  /** Payload bytes on the wire without padding and retransmissions, summed over the sender's streams. */
  readonly payloadBytes: number;
  /** Frames that the worker has seen of this sender. */
  readonly seen: number;
  /** Frames that the worker has sealed of this sender. */
  readonly sealed: number;
  /** Milliseconds from the first of these figures to the last: the worker's may be of a later time than the browser's. */
  readonly spanMs: number;
}

/** Frames that may be on their way between the browser's counter and the worker's. */
const FRAMES_UNDER_WAY = 30;
/** Looks at which something went past the worker, without any at which the worker got something. */
const LOOKS = 2;
/** Within it few frames come, of however many layers. */
const PROMPT_MS = 200;

/**
 * Watches one sender for media that goes out beside the worker. It compares how figures grow, never two samples for
 * equality: they are taken at different moments.
 *
 * Of a picture, frames are what counts. Its bytes grow also while its source stands still: a browser that probes for
 * more bandwidth sends packets of before again, as RTX, and counts them neither as padding nor as retransmitted.
 */
export class BypassWatch {
  /** What later samples are held against. */
  #first: SenderSample | undefined;
  #last: SenderSample | undefined;
  /** The look at which the worker had got something last. */
  #moved: SenderSample | undefined;
  #past = 0;

  /** @returns whether this sample shows media that went past the worker */
  add(sample: SenderSample): boolean {
    const last = this.#last;
    this.#last = sample;
    // A sender that got a new SSRC starts to count again.
    if (!this.#first || !last || sample.framesSent < last.framesSent || sample.payloadBytes < last.payloadBytes) {
      this.#first = sample;
      this.#moved = sample;
      this.#past = 0;
      return false;
    }
    const moved = this.#moved ?? sample;
    const goesOut = sample.payloadBytes > moved.payloadBytes;
    if (this.#reached(sample, moved)) {
      this.#moved = sample;
      this.#past = 0;
    } else if (goesOut && isNew(sample, last)) this.#past++;
    // Where nothing was ever sealed, nothing may be under way that was.
    if (this.#past >= (sample.sealed === 0 ? 1 : LOOKS)) return true;
    // A worker that answers late has seen frames that the browser had not counted. Held against such a sample, all later
    // ones would have that many too many, so a prompter one takes its place.
    if (this.#first.spanMs > PROMPT_MS && sample.spanMs < this.#first.spanMs) this.#first = sample;
    const first = this.#first;
    const surplus = sample.framesSent - first.framesSent - (through(sample) - through(first));
    return surplus > FRAMES_UNDER_WAY && sample.payloadBytes > first.payloadBytes;
  }

  /** Whether the worker got something since: frames of a picture, also such as it drops; sound that it sealed. */
  #reached(sample: SenderSample, before: SenderSample): boolean {
    return sample.kind === 'video' ? sample.seen > before.seen : sample.sealed > before.sealed;
  }
}

/** Frames that went the worker's way: of sound those that it sealed, for a packet is sent after that. */
function through({ kind, seen, sealed }: SenderSample): number {
  return kind === 'video' ? seen : sealed;
}

function isNew(sample: SenderSample, last: SenderSample): boolean {
  return sample.kind === 'video' ? sample.framesSent > last.framesSent : sample.payloadBytes > last.payloadBytes;
}
