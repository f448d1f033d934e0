import { doneIn, NONE_ENDED } from '../../src/call/counts.ts';
import type { WorkerCounts } from '../../src/protocol/worker.ts';

const NO_COUNTS: WorkerCounts = {
  streams: [],
  ended: NONE_ENDED,
  members: [],
  ownSound: 'no',
  heardInPictures: [],
  keyId: null,
  newestSlot: null,
  highest: [],
  participants: [],
};

/** What the worker of this document has counted, and how much of it since protection was switched. */
export class Tally {
  #counts = NO_COUNTS;
  #baseline = 0;

  get counts(): WorkerCounts {
    return this.#counts;
  }

  /** Frames that were sealed or opened since protection was switched, or since the worker began. */
  get done(): number {
    return doneIn(this.#counts) - this.#baseline;
  }

  take(counts: WorkerCounts): void {
    this.#counts = counts;
  }

  /** Protection was switched on or off. */
  restart(): void {
    this.#baseline += this.done;
  }

  /** The worker went: all but what one after it has to know. What it counted is no evidence of what goes on now. */
  forget(): void {
    const { highest, participants } = this.#counts;
    this.#counts = { ...NO_COUNTS, highest, participants };
    this.#baseline = 0;
  }
}
