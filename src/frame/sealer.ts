import { type Bytes, concat, hex, readBigEndian } from '../bytes.ts';
import { Scratch } from '../scratch.ts';
import { encrypt } from '../sframe/cipher.ts';
import { Counter } from '../sframe/counter.ts';
import { HeaderEncoder } from '../sframe/header.ts';
import type { FrameKey } from '../sframe/keys.ts';
import { slotAt } from '../slots.ts';
import type { SealFailure } from './failures.ts';
import { frameKeyOf, type KeyRing, type SlotKey } from './key-ring.ts';
import { packKid, participantOf } from './kid.ts';
import { aadOf, type FrameContext, headOf, PREFIX_LENGTH } from './piece.ts';
import {
  AUDIO_STEP,
  type Extensions,
  encodeExtensions,
  encodePlaintext,
  formOf,
  type Layout,
  plaintextLength,
} from './plaintext.ts';

/** Streams of one participant id; the next one draws a new id. */
const STREAMS = 16;
/** Bytes of a sealed audio frame in its cover, up to which it is padded, and older ones are repeated beside it. */
export const PADDED_AUDIO = 1_150;
/**
 * Bytes of a sealed audio frame in its cover: with all headers it must fit a packet of 1,500. Opus' largest frame, 1,275
 * bytes for 20 ms at 510 kbit/s, does.
 */
export const MAX_AUDIO = 1_400;
/** What prefix, header, tag and the cover of a usual Opus packet take at most, beside the plaintext. */
const AUDIO_OVERHEAD = 3 + 17 + 16 + 20;
/**
 * Each layer of a stream says what it is once in this time: a track may be put on it later. A little less than a second,
 * since a picture that stands still is sent once a second.
 */
const EXTENSIONS_MS = 900;
/**
 * Who joins does so by a key frame. Where frames follow one another within this time the next delta says it for the key
 * frame, which is large and need not be copied then; after a key frame of a still picture none may come for long.
 */
const DENSE_MS = 200;
/** Slots for which an id that seals no more is known as our own: frames are opened one slot to either side of a clock. */
const KEPT_SLOTS = 3;
/** More than any stream has at once; beyond, what was remembered is let go. */
const MAX_LAYERS = 64;

export interface SealInput extends FrameContext {
  readonly frame: Uint8Array;
  /** Names a layer of the stream that a server may send to somebody without the others. */
  readonly layer?: number;
  /** Asked when the layer is due to say what it is; undefined in a frame that a server may keep from who gets the layer. */
  readonly extensions?: (() => Extensions) | undefined;
  /** What the picture brings along of the sound, as `encodeSound` makes it. */
  readonly sound?: Bytes | undefined;
  /** Unix time, milliseconds. */
  readonly nowMs: number;
}

/** A frame that is being sealed. Its piece is `head`, and behind it what `sealed` gives. */
export interface Sealing {
  readonly kid: bigint;
  readonly ctr: bigint;
  /** Prefix and SFrame header. */
  readonly head: Bytes;
  /** Ciphertext and tag: the cipher's own promise, since each further one costs a small frame, most of all in Firefox. */
  readonly sealed: Promise<ArrayBuffer>;
}

export type SealResult =
  | {
      readonly ok: true;
      readonly head: Bytes;
      readonly sealed: ArrayBuffer;
      readonly kid: bigint;
      readonly ctr: bigint;
    }
  | { readonly ok: false; readonly failure: SealFailure };

/** What a stream seals with in one slot. */
interface SealingKey {
  readonly kid: bigint;
  readonly headers: HeaderEncoder;
  readonly counter: Counter;
  readonly frameKey: Promise<FrameKey>;
  /** The same, once it is derived. */
  ready: FrameKey | undefined;
}

/** What a layer has said of itself. */
interface Told {
  /** When it last did, and when its last frame came that could: Unix time, milliseconds. */
  at: number;
  frameAt: number;
  /** A key frame has left it to the next delta. */
  owed: boolean;
}

const BARE: Layout = { extensions: new Uint8Array(0), step: 1 };

/** One for the worker: a plaintext is needed no longer than WebCrypto takes to copy it. */
const PLAINTEXT = new Scratch();

/** The half of a KID that stays the same from slot to slot, and whose stream it is. */
interface StreamName {
  readonly participant: bigint;
  /** 0 to 15. */
  readonly stream: number;
  /** The participant id that the worker drew first: what all its streams have in common. */
  readonly member: bigint;
}

/** Seals for one worker, under participant ids drawn at random when it starts: no other worker counts under its keys. */
export class Sealer {
  readonly #keys: KeyRing;
  readonly #draw: () => bigint;
  /** With the newest slot that each has a key for. */
  readonly #participants = new Map<bigint, number>();
  #member: bigint | undefined;
  #last = 0n;
  #streams = 0;

  /** @param draw gives a participant id, 48 random bits; tests may force one */
  constructor(keys: KeyRing, draw: () => bigint = drawParticipant) {
    this.#keys = keys;
    this.#draw = draw;
  }

  /** A sender's stream, with a KID of its own in every slot. Senders that never send anything take no number. */
  stream(): SendStream {
    return new SendStream(
      this.#keys,
      () => this.#name(),
      ({ participant }, slot) =>
        this.#participants.set(participant, Math.max(slot, this.#participants.get(participant) ?? 0)),
    );
  }

  owns(participant: bigint): boolean {
    return this.#participants.has(participant);
  }

  /** The participant ids of this worker that frames may still come back under, 12 hex digits each. */
  participants(): string[] {
    return Array.from(this.#participants.keys(), (participant) => hex(participant, 12));
  }

  /** Lets go of ids whose frames are too old to be opened by anybody. */
  expire(nowMs: number): void {
    for (const [participant, slot] of this.#participants) {
      if (Math.abs(slotAt(nowMs) - slot) > KEPT_SLOTS) this.#participants.delete(participant);
    }
  }

  #name(): StreamName {
    const stream = this.#streams++ % STREAMS;
    if (stream === 0) this.#last = participantOf(this.#draw(), this.#member !== undefined);
    this.#member ??= this.#last;
    return { participant: this.#last, stream, member: this.#member };
  }
}

export class SendStream {
  readonly #ring: KeyRing;
  readonly #draw: () => StreamName;
  readonly #use: (name: StreamName, slot: number) => void;
  #name: StreamName | undefined;
  /** Never dropped while the worker lives: a clock that goes back must not start a CTR again under its key. */
  readonly #counters = new Map<bigint, Counter>();
  /** Weak: what the ring has let go of must not live on in a stream that seals no more. */
  readonly #sealingKeys = new WeakMap<SlotKey, SealingKey>();
  readonly #layers = new Map<number, Told>();

  /**
   * @param draw gives the stream its name, when it seals its first frame
   * @param use is told of each slot that it gets a key for
   */
  constructor(ring: KeyRing, draw: () => StreamName, use: (name: StreamName, slot: number) => void) {
    this.#ring = ring;
    this.#draw = draw;
    this.#use = use;
  }

  /**
   * Begins to seal one frame. Its CTR is taken at once, so CTRs are in the order of the frames.
   *
   * @throws RangeError when the KID's counter is used up; `sealed` rejects with whatever WebCrypto throws
   */
  begin(input: SealInput): Sealing | SealFailure {
    const slot = slotAt(input.nowMs);
    const slotKey = this.#ring.toSend(slot);
    if (!slotKey) return 'no-key';
    const layout = this.#layout(input);
    if (!layout) return 'too-large';
    const sealingKey = this.#sealingKey(slotKey);
    const { kid, headers, counter, ready } = sealingKey;
    const ctr = counter.take();
    const head = headOf(formOf(layout), headers, ctr);
    const seal = (key: FrameKey): Promise<ArrayBuffer> => {
      this.#prepare(slot + 1);
      // WebCrypto takes a copy before it returns, so the memory is free for the next frame.
      const plaintext = encodePlaintext(input.frame, layout, PLAINTEXT);
      return encrypt(key, ctr, aadOf(head, head.length - PREFIX_LENGTH, input), plaintext);
    };
    const sealed = ready ? seal(ready) : sealingKey.frameKey.then(seal);
    return { kid, ctr, head, sealed };
  }

  /** Seals one frame, as `begin` does. */
  async seal(input: SealInput): Promise<SealResult> {
    const sealing = this.begin(input);
    if (typeof sealing === 'string') return { ok: false, failure: sealing };
    return { ok: true, ...sealing, sealed: await sealing.sealed };
  }

  #layout({ kind, isKey, frame, layer = 0, nowMs, extensions: ask, sound }: SealInput): Layout | undefined {
    const extensions = ask && this.#isDue(layer, isKey, nowMs) ? this.#tell(ask()) : BARE.extensions;
    if (kind === 'video') {
      const all = sound ? concat(extensions, sound) : extensions;
      return all.length > 0 ? { extensions: all, step: 1 } : BARE;
    }
    const padded = { extensions, step: AUDIO_STEP };
    if (fits(frame, padded, PADDED_AUDIO)) return padded;
    return [{ extensions, step: 1 }, BARE].find((layout) => fits(frame, layout, MAX_AUDIO));
  }

  /** Of a stream under a further id of the worker, whose it is comes with it. */
  #tell(extensions: Extensions): Bytes {
    const { participant, member } = this.#named();
    return encodeExtensions(participant === member ? extensions : { ...extensions, member });
  }

  #named(): StreamName {
    this.#name ??= this.#draw();
    return this.#name;
  }

  /** Whether a frame that all get who get the layer is to say what it is. */
  #isDue(name: number, isKey: boolean, nowMs: number): boolean {
    let layer = this.#layers.get(name);
    if (!layer) {
      if (this.#layers.size === MAX_LAYERS) this.#layers.clear();
      layer = { at: Number.NEGATIVE_INFINITY, frameAt: Number.NEGATIVE_INFINITY, owed: false };
      this.#layers.set(name, layer);
    }
    const isDense = Math.abs(nowMs - layer.frameAt) <= DENSE_MS;
    layer.frameAt = nowMs;
    if (Math.abs(nowMs - layer.at) < EXTENSIONS_MS && (isKey ? isDense : !layer.owed)) {
      layer.owed ||= isKey;
      return false;
    }
    layer.at = nowMs;
    layer.owed = false;
    return true;
  }

  #sealingKey(slotKey: SlotKey): SealingKey {
    const sealingKey = this.#sealingKeys.get(slotKey);
    if (!sealingKey) {
      const { slot, hint } = slotKey;
      const name = this.#named();
      this.#use(name, slot);
      const kid = packKid({ slotByte: slot % 256, hint, ...name });
      const made: SealingKey = {
        kid,
        headers: new HeaderEncoder(kid),
        counter: this.#counter(kid),
        frameKey: frameKeyOf(slotKey, kid),
        ready: undefined,
      };
      this.#sealingKeys.set(slotKey, made);
      made.frameKey.then(
        (key) => {
          made.ready = key;
        },
        // One that failed is not kept: the next frame tries again.
        () => this.#sealingKeys.delete(slotKey),
      );
      return made;
    }
    return sealingKey;
  }

  #counter(kid: bigint): Counter {
    let counter = this.#counters.get(kid);
    if (!counter) {
      counter = new Counter();
      this.#counters.set(kid, counter);
    }
    return counter;
  }

  /** Derives the next slot's key ahead, so that no frame waits when the slot changes. */
  #prepare(slot: number): void {
    const next = this.#ring.toSend(slot);
    if (next) this.#sealingKey(next);
  }
}

function fits(frame: Uint8Array, layout: Layout, most: number): boolean {
  return plaintextLength(frame.byteLength, layout) + AUDIO_OVERHEAD <= most;
}

function drawParticipant(): bigint {
  return readBigEndian(crypto.getRandomValues(new Uint8Array(6)), 0, 6);
}
