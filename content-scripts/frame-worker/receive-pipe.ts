import type { StreamCounts } from '../../src/call/counts.ts';
import { now } from '../../src/clock.ts';
import type { Cover } from '../../src/covers/cover.ts';
import { coverFor } from '../../src/covers/registry.ts';
import type { Opener } from '../../src/frame/opener.ts';
import { type EncodedFrame, isKeyFrame, mimeTypeOf } from './frames.ts';
import type { TransformOptions } from './protocol.ts';
import { Tally } from './tally.ts';

/** Milliseconds between two requests for a key frame of one receiver. */
const KEY_FRAME_INTERVAL_MS = 2_000;
/** Enough of a key frame to read its picture size. */
const KEY_HEADER_BYTES = 16;

/**
 * Opens the frames of one receiver. No byte that did not authenticate reaches the decoder: in place of a video frame
 * that does not open it gets our constant lock card, in place of audio silence. (A receiver whose frames are all
 * dropped asks for key frames without end, which spoils the picture of everybody.)
 */
export class ReceivePipe {
  readonly #tally: Tally;
  readonly #kind: 'audio' | 'video';
  readonly #mode: { readonly current: 'seal' | 'pass' | 'stop' };
  readonly #opener: Opener;
  readonly #requestKeyFrame: () => Promise<unknown>;
  /** Whose picture the decoder's references hold; a delta frame of anybody else would be drawn upon it. */
  #shown: string | undefined;
  /** First bytes of the key frame that the decoder was given last. Before any, the browser asks for one by itself. */
  #lastKey: Uint8Array | undefined;
  /** The cover whose key card the decoder's references hold, if they hold one. */
  #cardShown: Cover | undefined;
  #requested = Number.NEGATIVE_INFINITY;

  constructor(
    options: TransformOptions,
    mode: { readonly current: 'seal' | 'pass' | 'stop' },
    opener: Opener,
    requestKeyFrame: () => Promise<unknown>,
  ) {
    this.#tally = new Tally(options);
    this.#kind = options.kind;
    this.#mode = mode;
    this.#opener = opener;
    this.#requestKeyFrame = requestKeyFrame;
  }

  /** @returns whether to forward `frame`, whose data is then the clear frame, a lock card or silence */
  async process(frame: EncodedFrame): Promise<boolean> {
    const tally = this.#tally;
    if (frame.data.byteLength === 0) return true; // RED makes such audio frames; there is nothing in them
    tally.seen++;
    if (this.#mode.current === 'pass') {
      tally.passed++;
      return true;
    }
    const mimeType = mimeTypeOf(frame);
    tally.codec = mimeType;
    const cover = coverFor(mimeType);
    if (!cover) {
      tally.fail('unknown-codec');
      return false;
    }
    const received = new Uint8Array(frame.data);
    const isKey = isKeyFrame(frame);
    if (this.#mode.current === 'stop') {
      tally.fail('stopped');
      return this.#hide(frame, cover, isKey, received);
    }
    const piece = cover.unwrap(received);
    if (!piece) {
      tally.fail('not-sealed');
      return this.#hide(frame, cover, isKey, received);
    }
    const result = await this.#opener.open({ kind: this.#kind, codec: cover.id, isKey, piece, nowMs: now() });
    if (!result.ok) {
      tally.fail(result.failure);
      // The network repeats packets now and then; the decoder has had this frame.
      return result.failure === 'duplicate' ? false : this.#hide(frame, cover, isKey, received);
    }
    tally.done++;
    tally.participant = result.participant;
    tally.slotDrift = result.slotDrift;
    if (result.role) tally.role = result.role;
    if (result.name) tally.name = result.name;
    if (this.#kind === 'video') {
      const owner = `${result.participant}/${result.stream}`;
      if (isKey) {
        this.#shown = owner;
        this.#cardShown = undefined;
        this.#lastKey = result.frame.slice(0, KEY_HEADER_BYTES);
      } else if (this.#shown !== owner) {
        tally.fail('waiting-for-key-frame');
        if (this.#lastKey) this.#askForKeyFrame();
        return this.#hide(frame, cover, isKey, received);
      }
    }
    frame.data =
      result.frame.byteLength === result.frame.buffer.byteLength ? result.frame.buffer : result.frame.slice().buffer;
    return true;
  }

  #hide(frame: EncodedFrame, cover: Cover, isKey: boolean, received: Uint8Array): boolean {
    // A key card takes the references with it; a delta card refreshes none.
    const asKey = isKey || !(cover.deltaCardFitsAny || this.#cardShown === cover);
    const card = cover.card(asKey, received, this.#lastKey);
    if (asKey && this.#kind === 'video') {
      this.#shown = undefined;
      this.#cardShown = cover;
      this.#lastKey = card.slice(0, KEY_HEADER_BYTES);
    }
    frame.data = card.buffer;
    return true;
  }

  #askForKeyFrame(): void {
    const time = performance.now();
    if (time - this.#requested < KEY_FRAME_INTERVAL_MS) return;
    this.#requested = time;
    // Refused while the transceiver does not receive; the next frame asks again.
    void this.#requestKeyFrame().catch(() => undefined);
  }

  failed(): boolean {
    this.#tally.fail('malformed');
    return false;
  }

  counts(): StreamCounts {
    return this.#tally.counts();
  }
}
