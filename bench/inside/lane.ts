import { MOST_BYTES, MOST_FRAMES } from '../../content-scripts/frame-worker/pipeline.ts';
import type { SyntheticFrame } from './frames.ts';

/** One direction of a contestant: frames in, the same frames with their new data out. */
export interface Lane {
  /** @throws when a frame does not come out */
  run(frames: readonly SyntheticFrame[]): Promise<readonly SyntheticFrame[]>;
  /**
   * The same, but what comes out is taken as browsers take it: they copy the data of a frame that is written, in the
   * worker's thread, and detach it (WebRTC Encoded Transform, writeEncodedData).
   */
  consume(frames: readonly SyntheticFrame[]): Promise<void>;
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
  #out = 0;
  /** What came out, while it is kept. */
  #kept: SyntheticFrame[] | undefined;
  #allOut = (): void => undefined;

  /** @param attach reads the one stream and writes to the other */
  constructor(attach: (streams: ReadableWritablePair<SyntheticFrame, SyntheticFrame>) => void) {
    const readable = new ReadableStream<SyntheticFrame>({
      start: (controller) => {
        this.#source = controller;
      },
    });
    const writable = new WritableStream<SyntheticFrame>({
      write: (frame) => {
        if (this.#kept) this.#kept.push(frame);
        else take(frame.data);
        if (++this.#out === this.#put) this.#allOut();
      },
    });
    attach({ readable, writable });
  }

  /** Gives one frame, and waits for nothing. */
  put(frame: SyntheticFrame): void {
    this.#put++;
    this.#source?.enqueue(frame);
  }

  /** Waits for all frames that were put since the last time. @throws when one does not come out */
  async allOut(): Promise<void> {
    if (this.#out < this.#put) {
      await new Promise<void>((resolve, reject) => {
        const lost = setTimeout(() => reject(new Error(`${this.#out} of ${this.#put} frames came out`)), PATIENCE_MS);
        this.#allOut = () => {
          clearTimeout(lost);
          resolve();
        };
      });
    }
    this.#put = 0;
    this.#out = 0;
  }

  consume(frames: readonly SyntheticFrame[]): Promise<void> {
    for (const frame of frames) this.put(frame);
    return this.allOut();
  }

  async run(frames: readonly SyntheticFrame[]): Promise<readonly SyntheticFrame[]> {
    const kept: SyntheticFrame[] = [];
    this.#kept = kept;
    await this.consume(frames);
    this.#kept = undefined;
    return kept;
  }
}

/** A lane of calls, as many at a time as a pipe has under way of such frames. @param convert puts the new data into the frame */
export function callLane(convert: (frame: SyntheticFrame) => Promise<void>): Lane {
  const convertAll = async (frames: readonly SyntheticFrame[], out: (frame: SyntheticFrame) => void): Promise<void> => {
    let next = 0;
    const runner = async (): Promise<void> => {
      for (let frame = frames[next++]; frame; frame = frames[next++]) {
        await convert(frame);
        out(frame);
      }
    };
    const size = Math.max(1, ...frames.map(({ data }) => data.byteLength));
    await Promise.all(Array.from({ length: Math.min(MOST_FRAMES, Math.ceil(MOST_BYTES / size)) }, runner));
  };
  return {
    consume: (frames) => convertAll(frames, ({ data }) => take(data)),
    async run(frames) {
      await convertAll(frames, () => undefined);
      return frames;
    },
  };
}

/** Stands for the browser's own memory. */
let taken = new Uint8Array(0);

function take(data: ArrayBuffer): void {
  if (taken.length < data.byteLength) taken = new Uint8Array(2 * data.byteLength);
  taken.set(new Uint8Array(data));
  detach(data);
}

/** Node.js 20 cannot; there the garbage collector has to. */
export function detach(data: ArrayBuffer): void {
  if (data.byteLength > 0 && 'transfer' in data) data.transfer(0);
}
