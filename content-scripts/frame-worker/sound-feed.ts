/** A carrier's duration on the 48 kHz clock: 20 ms. */
const TICK = 960;
/** Carriers that are kept for sound that is yet to come: a second. They cost no delay. */
const MOST_CARRIERS = 50;
/** How far behind the newest carrier sound is placed: room for what arrives earlier and later, and for clocks that drift. */
const MIDDLE = 10;
/** Where sound that arrives in time may drift to before it is moved back, in carriers. */
const LEAST_BEHIND = 1;
const MOST_BEHIND = 20;
/** A sound that is further ahead of the newest carrier, in carriers, is placed anew; and no more sounds wait. */
const MOST_AHEAD = 8;
/** Sounds by which drift is judged: two seconds. */
const LOOK = 100;
/** Where it is moved to the middle in a pause, which nobody notices. */
const FAR = 4;
const PAUSE = 10 * TICK;
/** So many sounds in a row that are too old are no stragglers: the sender's clock has turned back. */
const MOST_LATE = 25;

interface Sound {
  readonly at: number;
  readonly opus: Uint8Array;
}

interface Carrier<Frame> {
  readonly time: number;
  readonly frame: Frame;
}

/** What became of the sounds of one feed. */
export interface FeedCounts {
  /** Put into a carrier. */
  put: number;
  /** Not heard: too old, or without a carrier. */
  lost: number;
  /** Put only when its carrier came, so later than it could have been. */
  waited: number;
  /** Times that the two clocks were set against each other anew. */
  placed: number;
}

/**
 * Puts one voice's Opus packets into the frames of another stream (`carriers`), which has one every 20 ms. A packet goes
 * on when it arrives, in the carrier whose timestamp is as far from the last one as the packets are on the sender's clock.
 * So the browser's own jitter buffer sees the sender's times and the network's jitter, and does what it does for any
 * call: puts in order, waits, conceals, stretches. Carriers without a sound are dropped, which look like losses or pauses.
 *
 * A receiver's delay comes from when packets arrive, not from their timestamps. So sound is placed somewhat behind the
 * newest carrier, where it finds one whether it is early or late, and whichever of the two clocks is faster.
 */
export class SoundFeed<Frame> {
  readonly counts: FeedCounts = { put: 0, lost: 0, waited: 0, placed: 0 };
  readonly #emit: (frame: Frame, opus: Uint8Array) => void;
  /** Unused ones, oldest first. */
  #carriers: Carrier<Frame>[] = [];
  /** In the order of their times. */
  #waiting: Sound[] = [];
  #seen = 0;
  /** Time of the newest carrier, unwrapped. */
  #newest = 0;
  /** The latest carrier that went on, and the place of the sound in it. */
  #lastPut = { time: Number.NEGATIVE_INFINITY, at: Number.NEGATIVE_INFINITY };
  /** A carrier's time less that of the sound that it takes. */
  #offset: number | undefined;
  /** Latest time of a sound. */
  #latest = Number.NEGATIVE_INFINITY;
  #late = 0;
  /** Sounds since the last look at the clocks, and how far behind the newest carrier the earliest of them came. */
  #looked = 0;
  #behind = Number.POSITIVE_INFINITY;

  /** @param emit gets a carrier and the packet that is to be in it */
  constructor(emit: (frame: Frame, opus: Uint8Array) => void) {
    this.#emit = emit;
  }

  /** @param timestamp RTP timestamp of the frame, 32 bits */
  carrier(timestamp: number, frame: Frame): void {
    const time = this.#seen++ === 0 ? timestamp : this.#newest + ((timestamp - this.#newest) | 0);
    if (time <= this.#newest && this.#seen > 1) return; // never twice, and none from before
    this.#newest = time;
    this.#carriers.push({ time, frame });
    this.#carriers = this.#carriers.filter((carrier) => time - carrier.time <= MOST_CARRIERS * TICK);
    if (this.#waiting.length > 0) this.#go(true);
  }

  /** @param at place on the sender's clock, 48 kHz, unwrapped */
  sound(at: number, opus: Uint8Array): void {
    this.#waiting.splice(this.#waiting.findLastIndex((other) => other.at <= at) + 1, 0, { at, opus });
    if (this.#offset !== undefined) this.#follow(at);
    this.#go(false);
    this.#latest = Math.max(this.#latest, at);
  }

  /** Puts what waits into its carriers, as far as they are there. */
  #go(waited: boolean): void {
    while (this.#waiting.length > MOST_AHEAD) this.#lose();
    if (this.#offset === undefined) {
      const newest = this.#waiting.at(-1);
      if (!newest || this.#seen <= MIDDLE) return;
      this.#place(newest.at);
    }
    const sounds = this.#waiting;
    this.#waiting = [];
    for (const sound of sounds) {
      const wanted = sound.at + (this.#offset ?? 0);
      if (wanted > this.#newest + TICK / 2) {
        this.#waiting.push(sound);
        continue;
      }
      const carrier = this.#take(wanted, sound.at);
      if (!carrier) {
        this.counts.lost++;
        continue;
      }
      this.counts.put++;
      if (waited) this.counts.waited++;
      this.#emit(carrier.frame, sound.opus);
    }
  }

  /** The carrier of a time, unless it would be played on the wrong side of another sound. */
  #take(wanted: number, at: number): Carrier<Frame> | undefined {
    const last = this.#lastPut;
    const index = this.#carriers.findIndex(({ time }) => Math.abs(time - wanted) <= TICK / 2);
    const carrier = this.#carriers[index];
    if (!carrier || carrier.time > last.time !== at > last.at) return undefined;
    this.#carriers.splice(index, 1);
    if (carrier.time > last.time) this.#lastPut = { time: carrier.time, at };
    return carrier;
  }

  /** Keeps the two clocks together. @param at of the sound that has come */
  #follow(at: number): void {
    const behind = this.#behindOf(at);
    if (behind < -MOST_AHEAD || (behind >= MOST_CARRIERS && at > this.#latest)) {
      this.#place(at); // one of the clocks stood still, or jumped
      return;
    }
    if (behind >= MOST_CARRIERS) {
      if (++this.#late >= MOST_LATE) this.#place(at);
      return;
    }
    this.#late = 0;
    const off = this.#behind - MIDDLE;
    if (at - this.#latest > PAUSE && this.#looked > LOOK / 2 && Math.abs(off) >= FAR) this.#move(off);
    this.#behind = Math.min(this.#behind, this.#behindOf(at));
    if (++this.#looked < LOOK) return;
    if (this.#behind < LEAST_BEHIND) this.#move(Math.min(-1, this.#behind));
    else if (this.#behind > MOST_BEHIND) this.#move(1);
    this.#lookAnew();
  }

  /** How far the carrier of a sound is behind the newest one; below zero: it has not come yet. In carriers. */
  #behindOf(at: number): number {
    return Math.round((this.#newest - at - (this.#offset ?? 0)) / TICK);
  }

  /** @param carriers by which sound is put into later ones than before */
  #move(carriers: number): void {
    this.counts.placed++;
    this.#offset = (this.#offset ?? 0) + carriers * TICK;
    this.#lookAnew();
  }

  /** Places the sound of that time, and all others by it. */
  #place(at: number): void {
    this.counts.placed++;
    this.#offset = this.#newest - MIDDLE * TICK - at;
    // A clock that jumped has no order with what was before, all of which stays before it.
    this.#lastPut = { ...this.#lastPut, at: Number.NEGATIVE_INFINITY };
    this.#latest = at;
    this.#late = 0;
    this.#lookAnew();
  }

  #lookAnew(): void {
    this.#looked = 0;
    this.#behind = Number.POSITIVE_INFINITY;
  }

  #lose(): void {
    this.#waiting.shift();
    this.counts.lost++;
  }
}
