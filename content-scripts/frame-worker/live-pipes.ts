import { type CallCounts, NONE_ENDED, type StreamCounts, withEnded } from '../../src/call/counts.ts';
import { Heard } from '../../src/call/heard.ts';
import { LATELY_MS } from '../../src/call/lately.ts';
import type { Tally } from './tally.ts';

interface Pipe {
  counts(): StreamCounts;
  readonly tally: Pick<Tally, 'heard' | 'keyChanged'>;
}

/** The pipes of one worker, and the sums of those that have ended: a day of calls has thousands. */
export class LivePipes {
  readonly #pipes = new Map<number, Pipe>();
  readonly #heardBefore = new Heard();
  #ended = NONE_ENDED;

  /** Takes the place of an earlier pipe of the same sender or receiver. */
  add(id: number, pipe: Pipe): void {
    this.end(id);
    this.#pipes.set(id, pipe);
  }

  /** Moves what a pipe counted to the sums. Frames that still come through it are sealed and opened as ever. */
  end(id: number): void {
    const pipe = this.#pipes.get(id);
    if (!pipe) return;
    this.#ended = withEnded(this.#ended, pipe.counts());
    this.#heardBefore.join(pipe.tally.heard);
    this.#pipes.delete(id);
  }

  keyChanged(): void {
    for (const pipe of this.#pipes.values()) pipe.tally.keyChanged();
  }

  /** @param nowMs Unix time, milliseconds */
  counts(nowMs: number): CallCounts {
    const pipes = Array.from(this.#pipes.values());
    const heard = [this.#heardBefore, ...pipes.map(({ tally }) => tally.heard)];
    return {
      streams: pipes.map((pipe) => pipe.counts()),
      ended: this.#ended,
      members: Array.from(new Set(heard.flatMap((each) => each.within(LATELY_MS, nowMs)))),
    };
  }
}
