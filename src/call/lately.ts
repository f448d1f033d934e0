import type { FrameFailure } from './counts.ts';

/** For how long what happened still counts as happening, milliseconds. */
export const LATELY_MS = 10_000;
/** For how long it counts where it is said who is sealed now: a stream that ends is seen to have ended within this. */
export const NOW_MS = 2_000;
const SECOND_MS = 1_000;
/** The running second, and those before it. */
const BUCKETS = LATELY_MS / SECOND_MS + 1;

/** What became of frames. */
export interface FrameCounts {
  /** Frames sealed (send) or opened (receive). */
  readonly done: number;
  /** Frames let through in clear: protection was off, or the user wants it so. */
  readonly passed: number;
  /** Frames that were dropped, or replaced by the lock card or silence, by reason. */
  readonly failures: Readonly<Partial<Record<FrameFailure, number>>>;
}

interface Bucket {
  readonly second: number;
  done: number;
  passed: number;
  readonly failures: Partial<Record<FrameFailure, number>>;
}

/** What became of one stream's frames in the last ten seconds: warnings speak of now, not of a call's whole life. */
export class Lately {
  readonly #buckets: (Bucket | undefined)[] = [];

  /** @param nowMs Unix time, milliseconds */
  done(nowMs: number): void {
    this.#at(nowMs).done++;
  }

  passed(nowMs: number): void {
    this.#at(nowMs).passed++;
  }

  failed(reason: FrameFailure, nowMs: number): void {
    const { failures } = this.#at(nowMs);
    failures[reason] = (failures[reason] ?? 0) + 1;
  }

  /** Takes back what failed for that reason. */
  forget(reason: FrameFailure): void {
    for (const bucket of this.#buckets) delete bucket?.failures[reason];
  }

  /** @param spanMs at most LATELY_MS; the running second comes on top */
  counts(nowMs: number, spanMs = LATELY_MS): FrameCounts {
    const now = Math.floor(nowMs / SECOND_MS);
    const isWithin = ({ second }: Bucket): boolean => Math.abs(now - second) <= spanMs / SECOND_MS;
    return sumOf(this.#buckets.filter((bucket) => bucket !== undefined).filter(isWithin));
  }

  #at(nowMs: number): Bucket {
    const second = Math.floor(nowMs / SECOND_MS);
    const place = second % BUCKETS;
    let bucket = this.#buckets[place];
    if (bucket?.second !== second) {
      bucket = { second, done: 0, passed: 0, failures: {} };
      this.#buckets[place] = bucket;
    }
    return bucket;
  }
}

/** What the counts come to together. */
export function sumOf(all: Iterable<FrameCounts>): FrameCounts {
  let done = 0;
  let passed = 0;
  const failures: Partial<Record<FrameFailure, number>> = {};
  for (const counts of all) {
    done += counts.done;
    passed += counts.passed;
    for (const [reason, frames] of Object.entries(counts.failures) as [FrameFailure, number][]) {
      failures[reason] = (failures[reason] ?? 0) + frames;
    }
  }
  return { done, passed, failures };
}
