import { type Bytes, release } from '../../src/bytes.ts';
import type { DropReason, StreamCounts } from '../../src/call/counts.ts';
import { now } from '../../src/clock.ts';
import type { Cover, CoverContext } from '../../src/covers/cover.ts';
import { opus } from '../../src/covers/opus.ts';
import { coverFor } from '../../src/covers/registry.ts';
import type { SealFailure } from '../../src/frame/failures.ts';
import { sealerOf } from '../../src/frame/kid.ts';
import type { Extensions } from '../../src/frame/plaintext.ts';
import { MAX_AUDIO, type SealResult, type SendStream } from '../../src/frame/sealer.ts';
import { RedSealer } from '../../src/red/red-sealer.ts';
import { type EncodedFrame, isKeyFrame, isRed } from './frames.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import type { Finish } from './pipeline.ts';
import type { Mode, TransformOptions } from './protocol.ts';
import { Tally } from './tally.ts';

type Unsent = SealFailure | DropReason;

/** What is remembered of one simulcast layer; a sender without has one. */
interface Layer {
  /** Delta frames do not always say their size; the last one that was said still holds. */
  width: number;
  height: number;
  /** Under whose name its last key frame was sealed; deltas under another one show nothing. */
  keyedAs: bigint | undefined;
}

/** Milliseconds between two requests for a key frame of one sender. */
const KEY_FRAME_INTERVAL_MS = 1_000;
/** More than any browser sends at once; beyond, what was remembered is let go. */
const MAX_LAYERS = 16;

/** Seals the frames of one sender. Forwards nothing that it could not seal. */
export class SendPipe {
  readonly #tally: Tally;
  readonly #kind: 'audio' | 'video';
  readonly #mode: Mode;
  readonly #stream: SendStream;
  readonly #extensions: () => Extensions;
  readonly #red: RedSealer<Unsent>;
  readonly #keyFrames: KeyFrameRequests;
  /** By SSRC: all layers of a sender come through one transform. */
  readonly #layers = new Map<number, Layer>();

  /**
   * @param extensions what the stream shows and who sends it, as members are told
   * @param requestKeyFrame asks the encoder for one
   */
  constructor(
    options: TransformOptions,
    mode: Mode,
    stream: SendStream,
    extensions: () => Extensions,
    requestKeyFrame: () => Promise<unknown>,
  ) {
    this.#tally = new Tally(options);
    this.#kind = options.kind;
    this.#mode = mode;
    this.#stream = stream;
    this.#extensions = extensions;
    this.#red = new RedSealer(async (source) => wrapAudio(source, await this.#seal(opus, source, false)), MAX_AUDIO);
    this.#keyFrames = new KeyFrameRequests(requestKeyFrame, KEY_FRAME_INTERVAL_MS);
  }

  /** @returns the last step, which puts the sealed frame in its cover into `frame` */
  async begin(frame: EncodedFrame): Promise<Finish> {
    this.#tally.seen++;
    const mode = this.#mode.current;
    if (mode === 'seal' && this.#isExcepted()) {
      this.#tally.codec = frame.getMetadata().mimeType ?? '';
      return () => this.#passOn();
    }
    if (mode !== 'seal') {
      this.#layers.clear(); // what was sent in clear, or not at all, was sealed by nobody
      return mode === 'pass' ? () => this.#passOn() : this.#drop('stopped');
    }
    const metadata = frame.getMetadata();
    const mimeType = metadata.mimeType ?? '';
    this.#tally.codec = mimeType;
    const source = new Uint8Array(frame.data);
    if (isRed(mimeType)) {
      const sealed = await this.#red.seal(source, metadata.rtpTimestamp ?? 0);
      return typeof sealed === 'object' ? () => this.#forward(frame, sealed) : this.#drop(sealed ?? 'no-carrier');
    }
    const cover = coverFor(mimeType);
    if (!cover) return this.#drop('unknown-codec');
    const isKey = this.#kind === 'video' && isKeyFrame(frame);
    const layer = this.#kind === 'video' ? this.#layerOf(metadata) : undefined;
    // As it is now: while the cipher runs, the next frame may state another size.
    const context = { isKey, width: layer?.width ?? 0, height: layer?.height ?? 0, source };
    const result = await this.#seal(cover, source, isKey);
    if (layer) return this.#finishVideo(frame, cover, layer, context, result);
    const sealed = wrapAudio(source, result);
    return typeof sealed === 'object' ? () => this.#forward(frame, sealed) : this.#drop(sealed);
  }

  #finishVideo(frame: EncodedFrame, cover: Cover, layer: Layer, context: CoverContext, result: SealResult): Finish {
    if (!result.ok) return this.#drop(result.failure);
    const wrapped = cover.wrap([result.head, result.sealed], context);
    release(result.sealed);
    if (!wrapped) return this.#drop('no-carrier');
    return () => {
      if (!this.#forward(frame, wrapped)) return false;
      release(context.source);
      const sealer = sealerOf(result.kid);
      if (context.isKey) layer.keyedAs = sealer;
      else if (layer.keyedAs !== sealer) this.#keyFrames.ask();
      return true;
    };
  }

  #seal(cover: Cover, frame: Uint8Array, isKey: boolean): Promise<SealResult> {
    const extensions = this.#extensions;
    return this.#stream.seal({ kind: this.#kind, codec: cover.id, isKey, frame, nowMs: now(), extensions });
  }

  #layerOf({ synchronizationSource = 0, width, height }: RTCEncodedVideoFrameMetadata): Layer {
    let layer = this.#layers.get(synchronizationSource);
    if (!layer) {
      if (this.#layers.size === MAX_LAYERS) this.#layers.clear();
      layer = { width: 0, height: 0, keyedAs: undefined };
      this.#layers.set(synchronizationSource, layer);
    }
    if (width && height) [layer.width, layer.height] = [width, height];
    return layer;
  }

  #forward(frame: EncodedFrame, sealed: Bytes): boolean {
    // The mode may have changed while the cipher ran: after a stop nothing goes out, sealed or not.
    if (this.#mode.current === 'stop') {
      this.#tally.fail('stopped');
      return false;
    }
    frame.data = sealed.buffer;
    this.#tally.done++;
    return true;
  }

  #isExcepted(): boolean {
    return this.#kind === 'audio' && this.#mode.exceptions.sound;
  }

  #passOn(): boolean {
    const { current } = this.#mode;
    if (current !== 'pass' && !(current === 'seal' && this.#isExcepted())) {
      this.#tally.fail('stopped');
      return false;
    }
    this.#tally.passed++;
    return true;
  }

  #drop(reason: Unsent): Finish {
    return () => {
      this.#tally.fail(reason);
      return false;
    };
  }

  failed(): void {
    this.#tally.fail('stopped');
  }

  counts(): StreamCounts {
    return this.#tally.counts();
  }
}

function wrapAudio(source: Uint8Array, result: SealResult): Bytes | Unsent {
  if (!result.ok) return result.failure;
  const wrapped = opus.wrap([result.head, result.sealed], { isKey: false, width: 0, height: 0, source });
  if (!wrapped) return 'no-carrier';
  // A packet of very many short frames has a larger cover than the sealer reckons with.
  return wrapped.byteLength <= MAX_AUDIO ? wrapped : 'too-large';
}
