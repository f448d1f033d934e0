import { type EncodedFrame, rtpTimestampOf } from './frames.ts';
import { SoundFeed } from './sound-feed.ts';

/** Voices that have a loop-back at once. */
const MOST_VOICES = 16;
/** Milliseconds for which the loop-back of a voice is kept after its last sound. */
const KEPT_MS = 60_000;
/** A voice that has been silent for so many milliseconds may give way to another one. */
const SILENT_MS = 1_000;

/** An Opus packet of a member, out of a sealed picture. Each comes at most once. */
export interface HeardPacket {
  /** Participant bits, 12 hex digits. */
  readonly member: string;
  /** Which of the member's senders it is of. */
  readonly stream: number;
  /** Place on the sender's sound clock, 48 kHz, unwrapped. */
  readonly at: number;
  /** Duration on that clock. */
  readonly samples: number;
  readonly opus: Uint8Array;
}

interface Voice {
  readonly member: string;
  heardAt: number;
  /** Into its loop-back, once that stands. */
  feed: SoundFeed<EncodedFrame> | undefined;
}

/**
 * Has members heard whose sound came in pictures. Each voice, which is one sender of a member, has a loop-back: a
 * connection of the document with itself, whose silent frames pass here and leave with the member's packets.
 */
export class SoundPlayers {
  readonly #voices = new Map<string, Voice>();
  readonly #wanted: (voices: readonly string[]) => void;
  readonly #nowMs: () => number;

  /**
   * @param wanted called with the names of all voices that are to have a loop-back, whenever they change
   * @param nowMs a clock that runs evenly, milliseconds
   */
  constructor(wanted: (voices: readonly string[]) => void, nowMs: () => number = () => performance.now()) {
    this.#wanted = wanted;
    this.#nowMs = nowMs;
  }

  /** Has a packet heard. They need not come in order. */
  put({ member, stream, at, opus }: HeardPacket): void {
    if (opus.byteLength === 0) return;
    const voice = this.#voiceOf(member, `${member} ${stream}`);
    if (!voice) return;
    voice.heardAt = this.#nowMs();
    voice.feed?.sound(at, opus);
  }

  /**
   * Takes the frames of a loop-back, until it ends or another one takes its place.
   *
   * @param name of the voice that was wanted
   */
  async attach(name: string, { readable, writable }: ReadableWritablePair<EncodedFrame, EncodedFrame>): Promise<void> {
    const reader = readable.getReader();
    const voice = this.#voices.get(name);
    if (!voice) return reader.cancel(); // nobody's any more
    const writer = writable.getWriter();
    // Ends with the connection, of which reading tells too.
    writer.closed.catch(() => undefined);
    const feed = new SoundFeed<EncodedFrame>((frame, opus) => {
      frame.data = opus.slice().buffer;
      writer.write(frame).catch(() => undefined);
    });
    voice.feed = feed;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (voice.feed !== feed) return reader.cancel();
      feed.carrier(rtpTimestampOf(next.value), next.value);
    }
  }

  /** A member is heard no more. */
  forget(member: string): void {
    this.#end(Array.from(this.#voices).filter(([, voice]) => voice.member === member));
  }

  /** Ends what has not been heard for long. Asked once a second. */
  expire(): void {
    const before = this.#nowMs() - KEPT_MS;
    this.#end(Array.from(this.#voices).filter(([, { heardAt }]) => heardAt < before));
  }

  #voiceOf(member: string, name: string): Voice | undefined {
    const known = this.#voices.get(name);
    if (known) return known;
    if (this.#voices.size >= MOST_VOICES && !this.#giveWay()) return undefined;
    const voice: Voice = { member, heardAt: 0, feed: undefined };
    this.#voices.set(name, voice);
    this.#wanted(Array.from(this.#voices.keys()));
    return voice;
  }

  /** @returns whether a voice was silent and is gone */
  #giveWay(): boolean {
    const [[name, quietest] = []] = Array.from(this.#voices).toSorted(([, a], [, b]) => a.heardAt - b.heardAt);
    if (name === undefined || !quietest || this.#nowMs() - quietest.heardAt < SILENT_MS) return false;
    quietest.feed = undefined;
    this.#voices.delete(name);
    return true;
  }

  #end(voices: readonly (readonly [string, Voice])[]): void {
    if (voices.length === 0) return;
    for (const [name, voice] of voices) {
      voice.feed = undefined;
      this.#voices.delete(name);
    }
    this.#wanted(Array.from(this.#voices.keys()));
  }
}
