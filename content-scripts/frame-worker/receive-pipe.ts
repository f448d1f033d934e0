import { type Bytes, release } from '../../src/bytes.ts';
import type { FrameFailure, StreamCounts } from '../../src/call/counts.ts';
import { now } from '../../src/clock.ts';
import { isBlankPicture } from '../../src/covers/blank-picture.ts';
import type { Cover } from '../../src/covers/cover.ts';
import { isSilent, opus } from '../../src/covers/opus.ts';
import { coverFor } from '../../src/covers/registry.ts';
import type { Opened, Opener, OpenInput, OpenResult } from '../../src/frame/opener.ts';
import { receiverLimit } from '../../src/frame/opening-keys.ts';
import type { Mode, TransformOptions } from '../../src/protocol/worker.ts';
import { parseRed } from '../../src/red/red.ts';
import { authenticateRed, type OpenedBlock } from '../../src/red/red-opener.ts';
import { CountedTimes } from './counted-times.ts';
import { type EncodedFrame, fillWithPlaceholder, isKeyFrame, isRed, mimeTypeOf, rtpTimestampOf } from './frames.ts';
import type { HeardSound } from './heard-sound.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import { type Begun, type Finish, later, type Waiting } from './pipeline.ts';
import { Tally } from './tally.ts';

/** Milliseconds between two requests for a key frame of one receiver. */
const KEY_FRAME_INTERVAL_MS = 2_000;
/** Enough of a key frame to read its picture size. */
const KEY_HEADER_BYTES = 16;

/** Payload types below are those of certain codecs for good, none of them Opus (RFC 3551 section 6). */
const FIRST_UNASSIGNED_TYPE = 35;

/** Milliseconds for which a receiver is a member's after the last frame that opened. */
const MEMBER_MS = 3_000;
/** In place of a member, in whose name the decoder has its picture. */
const UNSEALED = 'unsealed';

/** A frame as it came, of a codec that can be sealed. */
interface Taken {
  readonly frame: EncodedFrame;
  readonly received: Bytes;
  readonly cover: Cover;
  readonly isKey: boolean;
}

/** One block of a RED payload. */
type Block = OpenedBlock & (Opened | { readonly ok: false; readonly failure: FrameFailure });

/**
 * Opens the frames of one receiver. No byte that did not authenticate reaches the decoder: in place of a video frame
 * that does not open it gets our constant lock card, in place of audio silence. (A receiver whose frames are all
 * dropped asks for key frames without end, which spoils the picture of everybody.)
 */
export class ReceivePipe {
  readonly #tally: Tally;
  readonly #kind: 'audio' | 'video';
  readonly #mode: Mode;
  readonly #opener: Opener;
  readonly #sound: HeardSound;
  readonly #keyFrames: KeyFrameRequests;
  /** Whose picture the decoder's references hold; a delta frame of anybody else would be drawn upon it. */
  #shown: string | undefined;
  /** When a frame opened last: Unix time, milliseconds. */
  #openedAt = Number.NEGATIVE_INFINITY;
  /** First bytes of the key frame that the decoder was given last. Before any, the browser asks for one by itself. */
  #lastKey: Uint8Array | undefined;
  readonly #id: number;
  readonly #limit = receiverLimit();
  readonly #countedTimes = new CountedTimes();
  /** The cover whose key card the decoder's references hold, if they hold one. */
  #cardShown: Cover | undefined;

  /**
   * @param requestKeyFrame asks the sender for one
   * @param sound of the worker: what pictures bring along goes there
   */
  constructor(
    options: TransformOptions,
    mode: Mode,
    opener: Opener,
    requestKeyFrame: () => Promise<unknown>,
    sound: HeardSound,
  ) {
    this.#tally = new Tally(options);
    this.#kind = options.kind;
    this.#id = options.id;
    this.#mode = mode;
    this.#opener = opener;
    this.#sound = sound;
    this.#keyFrames = new KeyFrameRequests(requestKeyFrame, KEY_FRAME_INTERVAL_MS);
  }

  /** @returns the last step, which puts the clear frame, a lock card or silence into `frame`, or what it waits for */
  begin(frame: EncodedFrame): Begun {
    if (frame.data.byteLength === 0) return () => true; // RED makes such audio frames; there is nothing in them
    const tally = this.#tally;
    tally.seen++;
    if (this.#mode.action === 'pass') return () => this.#passOn();
    const mimeType = mimeTypeOf(frame);
    tally.codec = mimeType;
    const received = new Uint8Array(frame.data);
    const cover = coverFor(mimeType);
    const isKey = isKeyFrame(frame);
    if (!cover && isRed(mimeType)) return later(this.#beginRed(frame, received));
    if (!cover) return () => (this.#lets() ? this.#passUnsealed(isKey, received) : this.#refuse('unknown-codec'));
    const taken: Taken = { frame, received, cover, isKey };
    if (this.#mode.action === 'stop') return () => this.#hide(taken, 'stopped');
    const piece = cover.unwrap(received);
    if (!piece) return () => this.#stops(taken) || this.#settleUnsealed(taken);
    const context = { kind: this.#kind, codec: cover.id, isKey } as const;
    const opening = this.#opener.begin({ ...context, ...this.#placeOf(frame), piece, nowMs: now() });
    if (typeof opening === 'string')
      return () => this.#stops(taken) || this.#settle(taken, { ok: false, failure: opening });
    const waiting: Waiting<ArrayBuffer> = {
      ready: opening.plaintext,
      finish: (plaintext) => this.#stops(taken) || this.#settle(taken, opening.accept(plaintext)),
      refuse: () => this.#stops(taken) || this.#settle(taken, opening.refuse()),
    };
    return waiting;
  }

  /** Hides the frame if all are to be: the mode may have changed while the cipher ran. */
  #stops(taken: Taken): boolean {
    return this.#mode.action === 'stop' && this.#hide(taken, 'stopped');
  }

  #settle(taken: Taken, result: OpenResult): boolean {
    // The network repeats packets now and then; the decoder has had this frame.
    if (!result.ok)
      return result.failure === 'duplicate' ? this.#refuse('duplicate') : this.#hide(taken, result.failure);
    this.#count(result);
    if (this.#kind === 'video' && !this.#continues(result, taken.isKey)) {
      if (this.#lastKey) this.#keyFrames.ask();
      return this.#hide(taken, 'waiting-for-key-frame');
    }
    taken.frame.data = memoryOf(result.frame);
    release(taken.received);
    return true;
  }

  #settleUnsealed(taken: Taken): boolean {
    if (!this.#lets()) return this.#hide(taken, this.#isBlank(taken) ? 'blank' : 'not-sealed');
    return this.#passUnsealed(taken.isKey, taken.received) || this.#hide(taken, 'waiting-for-key-frame');
  }

  /** Whether there is nothing in an unsealed frame: no accusation of anybody. */
  #isBlank({ received, isKey, cover }: Taken): boolean {
    return this.#kind === 'audio' ? isSilent(received) : isKey && isBlankPicture(cover.id, received);
  }

  async #beginRed(frame: EncodedFrame, received: Uint8Array): Promise<Finish> {
    if (this.#mode.action === 'stop') return () => this.#refuse('stopped');
    const blocks = parseRed(received);
    if (blocks?.every(({ data }) => !opus.unwrap(data)) && this.#lets()) {
      return () => (this.#lets() ? this.#passUnsealed(false, received) : this.#refuse('not-sealed'));
    }
    // A server may have written any: what a member said would come to another codec's decoder, as noise.
    if (blocks?.some(({ payloadType }) => payloadType < FIRST_UNASSIGNED_TYPE))
      return () => this.#refuse('unknown-codec');
    const accept = await authenticateRed(
      received,
      (block, timestampOffset) => this.#authenticateBlock(block, this.#placeOf(frame, timestampOffset)),
      (block) => opus.card(false, block),
    );
    if (!accept) return () => this.#refuse('not-sealed');
    return () => {
      if (this.#mode.action === 'stop') return this.#refuse('stopped');
      const { payload, primary, blocks: settled } = accept();
      const timestamp = rtpTimestampOf(frame);
      for (const { timestampOffset, result } of settled) {
        const isFirst = this.#countedTimes.add(timestamp - timestampOffset);
        if (result.ok) this.#count(result);
        else if (result === primary || (isFirst && !result.duplicate)) this.#refuse(result.failure);
      }
      if (!payload) return false;
      if (primary.ok) frame.data = payload.buffer;
      else fillWithPlaceholder(frame, payload);
      return true;
    };
  }

  async #authenticateBlock(block: Uint8Array, place: Pick<OpenInput, 'limit' | 'playout'>): Promise<() => Block> {
    const piece = opus.unwrap(block);
    if (!piece) return () => ({ ok: false, duplicate: false, failure: isSilent(block) ? 'blank' : 'not-sealed' });
    const context = { kind: this.#kind, codec: opus.id, isKey: false } as const;
    const accept = await this.#opener.authenticate({ ...context, ...place, piece, nowMs: now() });
    return () => {
      const result = accept();
      return result.ok ? result : { ...result, duplicate: result.failure === 'duplicate' };
    };
  }

  /** @param timestampOffset how much earlier a block belongs than its packet, ticks */
  #placeOf(frame: EncodedFrame, timestampOffset = 0): Pick<OpenInput, 'limit' | 'playout'> {
    if (this.#kind === 'video') return { limit: this.#limit };
    const { synchronizationSource = 0 } = frame.getMetadata();
    const source = this.#id * 2 ** 32 + synchronizationSource;
    return { limit: this.#limit, playout: { source, timestamp: rtpTimestampOf(frame) - timestampOffset } };
  }

  #count(opened: Opened): void {
    this.#tally.opened(opened);
    this.#openedAt = now();
    if (this.#kind === 'audio') this.#sound.direct(opened.member, performance.now());
    else this.#sound.take(opened, performance.now());
  }

  /** Whether the decoder can draw this frame on what it has. */
  #continues(opened: Opened, isKey: boolean): boolean {
    if (isKey) {
      this.#shown = opened.sender;
      this.#cardShown = undefined;
      this.#lastKey = opened.frame.slice(0, KEY_HEADER_BYTES);
    }
    return this.#shown === opened.sender;
  }

  /**
   * Whether an unsealed frame may be shown: the user wants it, and no member was here a moment ago, so that nothing can
   * be put in between his frames.
   */
  #lets(): boolean {
    const { hear, sound } = this.#mode.exceptions;
    const wanted = this.#mode.action === 'seal' && (hear || (sound && this.#kind === 'audio'));
    return wanted && now() - this.#openedAt >= MEMBER_MS;
  }

  /** @returns whether the decoder can draw it on what it has */
  #passUnsealed(isKey: boolean, received: Uint8Array): boolean {
    if (this.#kind === 'video') {
      if (isKey) {
        this.#shown = UNSEALED;
        this.#cardShown = undefined;
        this.#lastKey = received.slice(0, KEY_HEADER_BYTES);
      } else if (this.#shown !== UNSEALED) {
        this.#keyFrames.ask();
        return false;
      }
    }
    this.#tally.pass();
    return true;
  }

  #hide({ frame, received, cover, isKey }: Taken, reason: FrameFailure): true {
    this.#tally.fail(reason);
    // An unsealed picture must not stand still. (Firefox shows nothing any more after a key card in a delta frame.)
    if (this.#shown === UNSEALED && !isKey) this.#keyFrames.ask();
    // A key card takes the references with it; a delta card refreshes none.
    const asKey = isKey || !(cover.deltaCardFitsAny || this.#cardShown === cover);
    const card = cover.card(asKey, received, this.#lastKey);
    if (asKey && this.#kind === 'video') {
      this.#shown = undefined;
      this.#cardShown = cover;
      this.#lastKey = card.slice(0, KEY_HEADER_BYTES);
    }
    fillWithPlaceholder(frame, card);
    return true;
  }

  #passOn(): boolean {
    if (this.#mode.action !== 'pass') return this.#refuse('stopped');
    this.#tally.pass();
    return true;
  }

  #refuse(reason: FrameFailure): false {
    this.#tally.fail(reason);
    return false;
  }

  failed(): void {
    this.#tally.fail('malformed');
  }

  counts(): StreamCounts {
    return this.#tally.counts();
  }

  /** Whose frames it opened, and what became of all of them. */
  get tally(): Tally {
    return this.#tally;
  }
}

/** The memory of a frame, and nothing else: of a plaintext that holds more, a copy. */
function memoryOf(frame: Bytes): ArrayBuffer {
  if (frame.byteLength === frame.buffer.byteLength) return frame.buffer;
  const copy = frame.slice();
  release(frame);
  return copy.buffer;
}
