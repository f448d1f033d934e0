import type { TransformOptions } from '../../src/protocol/worker.ts';
import { type EncodedFrame, isPlaceholder } from './frames.ts';

/** The two streams between which a page runs its own transform, as it would those of `createEncodedStreams`. */
export interface PageStreams {
  /** Brings back what the page makes of the frames. */
  readonly readable: ReadableStream<unknown>;
  /** Takes the frames to the page. */
  readonly writable: WritableStream<EncodedFrame>;
}

type Onward = (frame: EncodedFrame) => void;

/** A frame of which the page has a copy. */
interface Given {
  readonly name: string;
  readonly frame: EncodedFrame;
  readonly onward: Onward;
}

/** Frames that may wait for a page which does not read; what comes then is lost, as it is in Chromium's own streams. */
const MOST_WAITING = 60;
/** Frames that the page may keep for itself while others come back. */
const MOST_WITH_PAGE = 240;

/** What came by the port of a page, or undefined when it is anything but a pair of streams. */
export function pageStreams(message: unknown): PageStreams | undefined {
  const { readable, writable } = (message ?? {}) as Partial<PageStreams>;
  return readable instanceof ReadableStream && writable instanceof WritableStream ? { readable, writable } : undefined;
}

/**
 * The place in one pipe where the page's own transform runs, if it has any: before sealing, or after opening. From the
 * moment it is there every frame goes by way of the page; what the page drops, or ends, is never let through beside it.
 *
 * The page gets copies. What it makes of one is put into the frame that was copied, since a browser sends and shows no
 * other: so each frame comes back at most once, nothing is made up, and the page has no hold on what was sealed.
 *
 * What else the page changes of a copy, such as its timestamp, stays as the browser made it.
 *
 * Our own card and silence are for the decoder alone, and empty frames, with which the browser probes, for nobody: what the page makes of a frame that was none of its kind, such as
 * deciphering it, would be noise.
 */
export class PagePlace {
  /** Frames that came here, whatever the page made of them. */
  entered = 0;
  readonly #kind: TransformOptions['kind'];
  readonly #withPage: Given[] = [];
  /** Names of frames that came back, newest last. */
  readonly #cameBack: string[] = [];
  #toPage: WritableStreamDefaultWriter<EncodedFrame> | undefined;

  constructor(kind: TransformOptions['kind']) {
    this.#kind = kind;
  }

  /** Gives `frame` to `onward`, at once or by way of the page. */
  pass(frame: EncodedFrame, onward: Onward): void {
    this.entered++;
    if (!this.#toPage || isPlaceholder(frame) || frame.data.byteLength === 0) onward(frame);
    else this.#give(frame, onward, this.#toPage);
  }

  /** Puts the page's transform here. A second pair is refused. */
  divert(page: PageStreams): void {
    if (this.#toPage) return;
    this.#toPage = page.writable.getWriter();
    // The page may end its transform: nothing comes back then.
    this.#toPage.closed.catch(() => undefined);
    void this.#takeBack(page.readable.getReader()).catch(() => undefined);
  }

  #give(frame: EncodedFrame, onward: Onward, page: WritableStreamDefaultWriter<EncodedFrame>): void {
    // Not waited for: a page that does not read must not hold up the counting of what the encoder makes.
    if ((page.desiredSize ?? -MOST_WAITING) <= -MOST_WAITING) return;
    this.#withPage.push({ name: nameOf(frame), frame, onward });
    if (this.#withPage.length > MOST_WITH_PAGE) this.#withPage.shift();
    void page.write(copyOf(frame)).catch(() => undefined);
  }

  async #takeBack(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Anything may come from a page.
      const given = isFrameOf(this.#kind, value) && this.#givenAs(value);
      if (!given) continue;
      given.frame.data = value.data;
      given.onward(given.frame);
    }
  }

  #givenAs(copy: EncodedFrame): Given | undefined {
    const name = nameOf(copy);
    // Written once more than it was read.
    if (this.#cameBack.includes(name)) return undefined;
    const exact = this.#withPage.findIndex((given) => given.name === name);
    const index = exact < 0 ? this.#withChangedTimestamp(copy) : exact;
    const [given] = index < 0 ? [] : this.#withPage.splice(index, 1);
    if (given && this.#cameBack.push(given.name) > MOST_WITH_PAGE) this.#cameBack.shift();
    return given;
  }

  /** A page may give a frame another timestamp. Its number tells a picture; of a sound there is nothing but its turn. */
  #withChangedTimestamp(copy: EncodedFrame): number {
    const { source, picture, layer } = traitsOf(copy);
    if (this.#kind === 'video' && picture === undefined) return -1;
    return this.#withPage.findIndex(({ frame }) => {
      const traits = traitsOf(frame);
      return traits.source === source && traits.picture === picture && traits.layer === layer;
    });
  }
}

function isFrameOf(kind: TransformOptions['kind'], value: unknown): value is EncodedFrame {
  return value instanceof (kind === 'video' ? RTCEncodedVideoFrame : RTCEncodedAudioFrame);
}

/** What tells a frame from all others of its sender or receiver: layers of one picture share a timestamp. */
function nameOf(frame: EncodedFrame): string {
  const { source, timestamp, picture, layer } = traitsOf(frame);
  return `${source} ${timestamp} ${picture} ${layer}`;
}

function traitsOf(frame: EncodedFrame) {
  const metadata = frame.getMetadata() as RTCEncodedVideoFrameMetadata & { readonly rtpTimestamp?: number };
  const { synchronizationSource, rtpTimestamp, frameId, spatialIndex } = metadata;
  return { source: synchronizationSource, timestamp: rtpTimestamp, picture: frameId, layer: spatialIndex };
}

/** Not yet in TypeScript's library; there in every browser that has createEncodedStreams and script transforms. */
type Copying<T> = new (frame: T) => T;

function copyOf(frame: EncodedFrame): EncodedFrame {
  return frame instanceof RTCEncodedVideoFrame
    ? new (RTCEncodedVideoFrame as unknown as Copying<RTCEncodedVideoFrame>)(frame)
    : new (RTCEncodedAudioFrame as unknown as Copying<RTCEncodedAudioFrame>)(frame);
}
