import { type Bytes, release } from '../../src/bytes.ts';
import type { DropReason, StreamCounts } from '../../src/call/counts.ts';
import { now } from '../../src/clock.ts';
import type { Cover, CoverContext, Piece } from '../../src/covers/cover.ts';
import { opus } from '../../src/covers/opus.ts';
import { coverFor } from '../../src/covers/registry.ts';
import type { SealFailure } from '../../src/frame/failures.ts';
import { sealerOf } from '../../src/frame/kid.ts';
import type { Extensions } from '../../src/frame/plaintext.ts';
import { MAX_AUDIO, PADDED_AUDIO, type SealInput, type SendStream } from '../../src/frame/sealer.ts';
import type { Mode, TransformOptions } from '../../src/protocol/worker.ts';
import { parseRed } from '../../src/red/red.ts';
import { RedSealer } from '../../src/red/red-sealer.ts';
import { type EncodedFrame, isKeyFrame, isRed } from './frames.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import type { OwnSound } from './own-sound.ts';
import { type Begun, type Finish, later, type Waiting } from './pipeline.ts';
import { Tally } from './tally.ts';

type Unsent = SealFailure | DropReason;

/** What is remembered of one simulcast layer; a sender without has one. */
interface Layer {
  /** Delta frames do not always say their size; the last one that was said still holds. */
  width: number;
  height: number;
  /** A KID of whoever sealed its last key frame; deltas that another one seals show nothing. */
  keyedAs: bigint | undefined;
}

/** Milliseconds between two requests for a key frame of one sender. */
const KEY_FRAME_INTERVAL_MS = 1_000;
/** Of one SSRC. */
const MAX_SPATIAL_LAYERS = 8;
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
  /** Where sound travels in pictures: takes the microphone's, and gives a picture what waits. */
  readonly #speak: ReturnType<OwnSound['source']>;
  readonly #soundFor: ReturnType<OwnSound['carrier']>;
  /** By SSRC: all layers of a sender come through one transform. */
  readonly #layers = new Map<number, Layer>();

  /**
   * @param extensions what the stream shows and who sends it, as members are told
   * @param requestKeyFrame asks the encoder for one
   * @param sound of the worker
   */
  constructor(
    options: TransformOptions,
    mode: Mode,
    stream: SendStream,
    extensions: () => Extensions,
    requestKeyFrame: () => Promise<unknown>,
    sound: OwnSound,
  ) {
    this.#tally = new Tally(options);
    this.#kind = options.kind;
    this.#mode = mode;
    this.#stream = stream;
    this.#extensions = extensions;
    this.#red = new RedSealer((source) => this.#sealBlock(source), PADDED_AUDIO);
    this.#keyFrames = new KeyFrameRequests(requestKeyFrame, KEY_FRAME_INTERVAL_MS);
    this.#speak = sound.source();
    this.#soundFor = sound.carrier();
  }

  /** @returns the last step, which puts the sealed frame in its cover into `frame`, or what it waits for */
  begin(frame: EncodedFrame): Begun {
    // Silence, in a sender that is muted or pauses when it is quiet: nothing is sent, and nothing is in it.
    if (this.#kind === 'audio' && frame.data.byteLength === 0) return () => true;
    this.#tally.seen++;
    const mode = this.#mode.action;
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
    const cover = coverFor(mimeType);
    if (this.#kind === 'audio') this.#putIntoPictures(mimeType, source, metadata.rtpTimestamp);
    if (!cover) {
      return isRed(mimeType)
        ? later(this.#sealRed(frame, source, metadata.rtpTimestamp ?? 0))
        : this.#drop('unknown-codec');
    }
    const isKey = this.#kind === 'video' && isKeyFrame(frame);
    const layer = this.#kind === 'video' ? this.#layerOf(metadata) : undefined;
    // As it is now: while the cipher runs, the next frame may state another size.
    const context = { isKey, width: layer?.width ?? 0, height: layer?.height ?? 0, source };
    const sealing = this.#stream.begin(this.#inputOf(cover, source, isKey, metadata));
    if (typeof sealing === 'string') return this.#drop(sealing);
    const { head, kid } = sealing;
    const waiting: Waiting<ArrayBuffer> = {
      ready: sealing.sealed,
      finish: (sealed) => {
        const wrapped = wrap(cover, { head, sealed }, context, this.#kind);
        if (typeof wrapped === 'string') return this.#refuse(wrapped);
        if (!this.#forward(frame, wrapped)) return false;
        release(source);
        if (layer) this.#follow(layer, isKey, kid);
        return true;
      },
    };
    return waiting;
  }

  /** What the server would mix is silence, sealed as it is. So the sound goes by picture, too. */
  #putIntoPictures(mimeType: string, source: Uint8Array, timestamp = 0): void {
    const packet = isRed(mimeType) ? parseRed(source)?.at(-1)?.data : source;
    if (packet && packet.byteLength > 0 && packet.byteLength <= MAX_AUDIO) {
      this.#speak(timestamp, packet, performance.now());
    }
  }

  async #sealRed(frame: EncodedFrame, source: Bytes, timestamp: number): Promise<Finish> {
    const sealed = await this.#red.seal(source, timestamp);
    return typeof sealed === 'object' ? () => this.#forward(frame, sealed) : this.#drop(sealed ?? 'no-carrier');
  }

  async #sealBlock(source: Uint8Array): Promise<Bytes | Unsent> {
    const result = await this.#stream.seal(this.#inputOf(opus, source, false));
    if (!result.ok) return result.failure;
    return wrap(opus, result, { isKey: false, width: 0, height: 0, source }, 'audio');
  }

  /** @param metadata of video, where servers choose from layers: each says what it is in frames that they send to all */
  #inputOf(cover: Cover, frame: Uint8Array, isKey: boolean, metadata: RTCEncodedVideoFrameMetadata = {}): SealInput {
    const { synchronizationSource = 0, spatialIndex = 0, temporalIndex = 0 } = metadata;
    return {
      kind: this.#kind,
      codec: cover.id,
      isKey,
      frame,
      layer: synchronizationSource * MAX_SPATIAL_LAYERS + spatialIndex,
      nowMs: now(),
      extensions: temporalIndex === 0 ? this.#extensions : undefined,
      // Whoever gets a layer gets the lowest spatial one below it.
      sound:
        this.#kind === 'video' && spatialIndex === 0
          ? this.#soundFor(synchronizationSource, temporalIndex === 0, performance.now())
          : undefined,
    };
  }

  /** Asks for a key frame when a layer's last one was sealed under another name: deltas upon it show nothing. */
  #follow(layer: Layer, isKey: boolean, kid: bigint): void {
    if (layer.keyedAs === kid) return; // as a rule it is the very same
    // In another slot a stream has another KID, and goes on.
    if (isKey || (layer.keyedAs !== undefined && sealerOf(layer.keyedAs) === sealerOf(kid))) layer.keyedAs = kid;
    else this.#keyFrames.ask();
  }

  #layerOf({ synchronizationSource = 0, width, height }: RTCEncodedVideoFrameMetadata): Layer {
    let layer = this.#layers.get(synchronizationSource);
    if (!layer) {
      if (this.#layers.size === MAX_LAYERS) this.#layers.clear();
      layer = { width: 0, height: 0, keyedAs: undefined };
      this.#layers.set(synchronizationSource, layer);
    }
    if (width && height) {
      layer.width = width;
      layer.height = height;
    }
    return layer;
  }

  #forward(frame: EncodedFrame, sealed: Bytes): boolean {
    // The mode may have changed while the cipher ran: after a stop nothing goes out, sealed or not.
    if (this.#mode.action === 'stop') return this.#refuse('stopped');
    frame.data = sealed.buffer;
    this.#tally.sealed();
    return true;
  }

  #isExcepted(): boolean {
    return this.#kind === 'audio' && this.#mode.exceptions.sound;
  }

  #passOn(): boolean {
    const { action } = this.#mode;
    if (action !== 'pass' && !(action === 'seal' && this.#isExcepted())) return this.#refuse('stopped');
    this.#tally.pass();
    return true;
  }

  #drop(reason: Unsent): Finish {
    return () => this.#refuse(reason);
  }

  #refuse(reason: Unsent): false {
    this.#tally.fail(reason);
    return false;
  }

  failed(): void {
    this.#tally.fail('stopped');
  }

  /** What became of its frames; it opened nobody's. */
  get tally(): Tally {
    return this.#tally;
  }

  counts(): StreamCounts {
    return this.#tally.counts();
  }
}

function wrap(cover: Cover, piece: Piece, context: CoverContext, kind: 'audio' | 'video'): Bytes | Unsent {
  const wrapped = cover.wrap(piece, context);
  if (!wrapped) return 'no-carrier';
  // A packet of very many short frames has a larger cover than the sealer reckons with.
  return kind === 'audio' && wrapped.byteLength > MAX_AUDIO ? 'too-large' : wrapped;
}
