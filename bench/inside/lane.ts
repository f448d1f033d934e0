import { DEPTH } from '../../content-scripts/frame-worker/pipeline.ts';
import type { SyntheticFrame } from './frames.ts';

/** One direction of a contestant: frames in, the same frames with their new data out. */
export interface Lane {
  /** @throws when a frame does not come out */
  run(frames: readonly SyntheticFrame[]): Promise<readonly SyntheticFrame[]>;
}

export interface Contestant<L extends Lane = Lane> {
  readonly encrypt: L;
  readonly decrypt: L;
}

/** A frame that has not come out after this time is taken for lost: milliseconds. */
const PATIENCE_MS = 30_000;

/** A lane through streams, as the browser gives them to a transform. */
export class StreamLane implements Lane {
  #source: ReadableStreamDefaultController<SyntheticFrame> | undefined;
  #put = 0;
  #taken: SyntheticFrame[] = [];
  #allTaken = (): void => undefined;

  /** @param attach reads the one stream and writes to the other */
  constructor(attach: (streams: ReadableWritablePair<SyntheticFrame, SyntheticFrame>) => void) {
    const readable = new ReadableStream<SyntheticFrame>({
      start: (controller) => {
        this.#source = controller;
      },
    });
    const writable = new WritableStream<SyntheticFrame>({
      write: (frame) => {
        if (this.#taken.push(frame) === this.#put) this.#allTaken();
      },
    });
    attach({ readable, writable });
  }

  /** Gives one frame, and waits for nothing. */
  put(frame: SyntheticFrame): void {
    this.#put++;
    this.#source?.enqueue(frame);
  }

  /** All frames that were put since the last time. @throws when one does not come out */
  async taken(): Promise<readonly SyntheticFrame[]> {
    if (this.#taken.length < this.#put) {
      await new Promise<void>((resolve, reject) => {
        const lost = setTimeout(
          () => reject(new Error(`${this.#taken.length} of ${this.#put} frames came out`)),
          PATIENCE_MS,
        );
        this.#allTaken = () => {
          clearTimeout(lost);
          resolve();
        };
      });
    }
    const taken = this.#taken;
    this.#taken = [];
    this.#put = 0;
    return taken;
  }

  run(frames: readonly SyntheticFrame[]): Promise<readonly SyntheticFrame[]> {
    for (const frame of frames) this.put(frame);
    return this.taken();
  }
}

/** A lane of calls, as many at a time as a pipe has under way. @param convert puts the new data into the frame */
export function callLane(convert: (frame: SyntheticFrame) => Promise<void>): Lane {
  return {
    async run(frames) {
      let next = 0;
      const runner = async (): Promise<void> => {
        for (let frame = frames[next++]; frame; frame = frames[next++]) await convert(frame);
      };
      await Promise.all(Array.from({ length: DEPTH }, runner));
      return frames;
    },
  };
}
