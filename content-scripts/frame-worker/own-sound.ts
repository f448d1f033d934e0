import type { Bytes } from '../../src/bytes.ts';
import type { OwnSoundState } from '../../src/call/own-sound.ts';
import { encodeSound, isTellable, type SoundPacket, soundLength } from '../../src/frame/sound-block.ts';

/** The longest that sound waits for a picture; the oldest is lost first. Milliseconds. */
const LONGEST_WAIT_MS = 500;
/** What a layer's first picture takes along of the sound that waits: about two pictures' time. Milliseconds. */
const FIRST_MS = 60;
/** Opus is sent every 20 ms of speech, as a rule: milliseconds. */
const PACKET_MS = 20;
/** A picture is as large as if packets of so many bytes, or of a multiple, had come all the time. */
const STEP = 128;
/** Bytes of sound in one picture: 500 ms at 250 kbit/s. */
const MOST = 16_384;
/** What each picture repeats of those before it: one may be lost, or two where losses are told of. */
const REPEATS = 1;
const REPEATS_WHEN_LOST = 2;
/** After so long without a packet there is no microphone. Opus sends one every 400 ms of silence. Milliseconds. */
const QUIET_MS = 2_000;
/** Sound is carried while so many pictures come in so many milliseconds: two a second lose none of it, one loses half. */
const PICTURES = 6;
const PICTURES_MS = 3_000;
/** A clock that goes further at once is another one: ticks of 48 kHz. */
const FARTHEST_STEP = 600 * 48_000;
/** More than any browser sends at once; beyond, what was remembered is let go. */
const MAX_LAYERS = 16;
const SOURCES = 256;

interface Waiting extends SoundPacket {
  readonly sequence: number;
  /** Milliseconds. */
  readonly at: number;
}

/** What a picture had taken along: everything up to a packet. */
interface Mark {
  readonly sequence: number;
  readonly at: number;
}

/** Marks of a layer's last pictures, the newest first. */
interface Layer {
  readonly all: Mark[];
  /** Of its lowest temporal layer: servers may keep the pictures above from a receiver. */
  readonly base: Mark[];
}

/**
 * The microphone's Opus packets that wait for the next sealed picture, where a server mixes sound and so can do nothing
 * with sealed one. Each layer of each picture takes all of it along. Times are milliseconds of one clock.
 */
export class OwnSound {
  /** Losses are told of. */
  lossy = false;
  #wanted = false;
  #packets: Waiting[] = [];
  #sequence = 0;
  #sources = 0;
  #addedAt = Number.NEGATIVE_INFINITY;
  /** When the last pictures came, newest first. */
  #pictures: number[] = [];
  #unit = STEP;

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Whether sound has to travel in pictures; what waits is dropped when it has to no more. */
  set wanted(wanted: boolean) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#packets = [];
    this.#unit = STEP;
    this.#addedAt = Number.NEGATIVE_INFINITY;
    this.#pictures = [];
  }

  state(nowMs: number): OwnSoundState {
    if (!this.#wanted) return 'no';
    return nowMs - (this.#pictures[PICTURES - 1] ?? Number.NEGATIVE_INFINITY) <= PICTURES_MS ? 'carried' : 'no-picture';
  }

  /** One sound, such as a microphone's: @returns takes its packets, with their RTP timestamps and when they came */
  source(): (timestamp: number, opus: Uint8Array, nowMs: number) => void {
    let source: number | undefined;
    let last = 0;
    return (timestamp, opus, nowMs) => {
      if (!this.#wanted) return;
      const time = timestamp >>> 0;
      const step = (time - last) | 0;
      // Readers never go back on a clock.
      if (source === undefined || step <= 0 || step > FARTHEST_STEP) source = this.#sources++ % SOURCES;
      last = time;
      this.#packets.push({ source, time, opus: opus.slice(), sequence: ++this.#sequence, at: nowMs });
      this.#addedAt = nowMs;
      this.#dropOld(nowMs);
    };
  }

  /** One sender of pictures: @returns what its next picture takes along, as the seal's extensions */
  carrier(): (ssrc: number, isBase: boolean, nowMs: number) => Bytes | undefined {
    const layers = new Map<number, Layer>();
    return (ssrc, isBase, nowMs) => {
      if (!this.#wanted) return undefined;
      this.#pictures = [nowMs, ...this.#pictures].slice(0, PICTURES);
      if (nowMs - this.#addedAt > QUIET_MS) return undefined;
      this.#dropOld(nowMs);
      const layer = layers.get(ssrc) ?? { all: [], base: [] };
      if (!layers.has(ssrc) && layers.size === MAX_LAYERS) layers.clear();
      layers.set(ssrc, layer);
      const from = this.#from(layer, isBase, nowMs);
      const mark = { sequence: this.#sequence, at: nowMs };
      remember(layer.all, mark);
      if (isBase) remember(layer.base, mark);
      return this.#since(from, nowMs);
    };
  }

  /** Behind what the next picture takes along begins: all that the ones which it repeats did. */
  #from({ all, base }: Layer, isBase: boolean, nowMs: number): Mark {
    const repeats = this.lossy ? REPEATS_WHEN_LOST : REPEATS;
    const [last] = all;
    if (!last) {
      const old = this.#packets.findLast(({ at }) => nowMs - at > FIRST_MS);
      return { sequence: old?.sequence ?? 0, at: nowMs - FIRST_MS };
    }
    const from = all[repeats] ?? all.at(-1) ?? last;
    const fromBase = isBase ? (base[repeats] ?? base.at(-1)) : undefined;
    return fromBase && fromBase.sequence < from.sequence ? fromBase : from;
  }

  /**
   * The size follows from the time alone, so that a picture which stands still does not show who speaks; it grows, for the
   * whole call, with the rate of the sound.
   */
  #since({ sequence, at }: Mark, nowMs: number): Bytes {
    let packets = this.#packets.filter((packet) => packet.sequence > sequence);
    while (soundLength(packets) > MOST) packets = packets.slice(1);
    const length = soundLength(packets);
    const span = Math.max(packets.length, Math.ceil(Math.min(nowMs - at, LONGEST_WAIT_MS) / PACKET_MS) + 1);
    while (span * this.#unit < length && this.#unit < MOST) this.#unit += STEP;
    return encodeSound(packets, Math.max(length, Math.min(span * this.#unit, MOST)));
  }

  #dropOld(nowMs: number): void {
    const newest = this.#packets.at(-1);
    if (!newest) return;
    this.#packets = this.#packets.filter(
      ({ source, time, at }) =>
        nowMs - at <= LONGEST_WAIT_MS && (source !== newest.source || isTellable(time, newest.time)),
    );
  }
}

function remember(marks: Mark[], mark: Mark): void {
  marks.unshift(mark);
  if (marks.length > REPEATS_WHEN_LOST + 1) marks.pop();
}
