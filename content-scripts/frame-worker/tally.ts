import type { FrameFailure, StreamCounts } from '../../src/call/counts.ts';
import { displayName } from '../../src/call/display-name.ts';
import type { TransformOptions } from '../../src/protocol/worker.ts';

/** Counts of one sender or receiver. */
export class Tally {
  seen = 0;
  done = 0;
  passed = 0;
  codec = '';
  participant = '';
  /** What the member claims to be called, in any characters: to make it fit to be shown takes longer than to open a frame. */
  claimedName = '';
  role = '';
  slotDrift = 0;
  readonly #options: TransformOptions;
  readonly #failures: Partial<Record<FrameFailure, number>> = {};

  constructor(options: TransformOptions) {
    this.#options = options;
  }

  fail(reason: FrameFailure): void {
    this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
  }

  counts(): StreamCounts {
    const { seen, done, passed, codec, participant, claimedName, role, slotDrift } = this;
    const name = displayName(claimedName);
    const { id, side, kind } = this.#options;
    return { id, side, kind, seen, done, passed, failures: this.#failures, codec, participant, name, role, slotDrift };
  }
}
