import { type Bytes, concat, hex, readBigEndian } from '../bytes.ts';
import { slotAt } from '../keys/slots.ts';
import { encrypt } from '../sframe/cipher.ts';
import { Counter } from '../sframe/counter.ts';
import { encodeHeader } from '../sframe/header.ts';
import type { FrameKey } from '../sframe/keys.ts';
import type { SealFailure } from './failures.ts';
import { frameKeyOf, type KeyRing, type SlotKey } from './key-ring.ts';
import { packKid } from './kid.ts';
import { type FrameContext, metadata, PREFIX } from './piece.ts';
import { AUDIO_STEP, type Extensions, encodePlaintext } from './plaintext.ts';

/** Streams of one participant id; the next one draws a new id. */
const STREAMS = 16;
/** Bytes of a sealed audio frame in its cover: an RTP packet of it must not be fragmented. */
export const MAX_AUDIO = 1_150;
/** What prefix, header, tag and the cover of a usual Opus packet take at most, beside the plaintext. */
const AUDIO_OVERHEAD = 3 + 17 + 16 + 20;
/** Audio repeats what it is once in this time; video does so with every key frame. */
const EXTENSIONS_MS = 1_000;

export interface SealInput extends FrameContext, Extensions {
  readonly frame: Uint8Array;
  /** Unix time, milliseconds. */
  readonly nowMs: number;
}

export type SealResult =
  | { readonly ok: true; readonly piece: Bytes; readonly kid: bigint; readonly ctr: bigint }
  | { readonly ok: false; readonly failure: SealFailure };

/** Seals for one worker, under participant ids drawn at random when it starts: no other worker counts under its keys. */
export class Sealer {
  readonly #keys: KeyRing;
  readonly #draw: () => bigint;
  readonly #participants: bigint[] = [];
  #streams = 0;

  /** @param draw gives a participant id, 48 random bits; tests may force one */
  constructor(keys: KeyRing, draw: () => bigint = drawParticipant) {
    this.#keys = keys;
    this.#draw = draw;
  }

  /** A sender's stream, with a KID of its own in every slot. */
  stream(): SendStream {
    const index = this.#streams++ % STREAMS;
    if (index === 0) this.#participants.push(this.#draw());
    return new SendStream(this.#keys, this.#participants.at(-1) ?? 0n, index);
  }

  owns(participant: bigint): boolean {
    return this.#participants.includes(participant);
  }

  /** The participant ids of this worker, 12 hex digits each. */
  participants(): string[] {
    return this.#participants.map((participant) => hex(participant, 12));
  }
}

export class SendStream {
  readonly #ring: KeyRing;
  readonly #participant: bigint;
  readonly #index: number;
  /** Never dropped while the worker lives: a clock that goes back must not start a CTR again under its key. */
  readonly #counters = new Map<bigint, Counter>();
  readonly #frameKeys = new Map<SlotKey, Promise<FrameKey>>();
  #extendedAt = Number.NEGATIVE_INFINITY;

  constructor(ring: KeyRing, participant: bigint, index: number) {
    this.#ring = ring;
    this.#participant = participant;
    this.#index = index;
  }

  /**
   * Seals one frame. The CTR is taken before anything is awaited, so frames keep their order.
   *
   * @throws RangeError when the KID's counter is used up; whatever WebCrypto throws
   */
  async seal(input: SealInput): Promise<SealResult> {
    const slot = slotAt(input.nowMs);
    const slotKey = this.#ring.toSend(slot);
    if (!slotKey) return { ok: false, failure: 'no-key' };
    const plaintext = this.#plaintext(input);
    if (!plaintext) return { ok: false, failure: 'too-large' };
    const kid = this.#kid(slotKey);
    const ctr = this.#counter(kid).take();
    const header = encodeHeader(kid, ctr);
    const frameKey = await this.#frameKey(slotKey, kid);
    this.#prepare(slot + 1);
    const sealed = await encrypt(frameKey, ctr, concat(header, metadata(input)), plaintext);
    return { ok: true, piece: concat(PREFIX, header, sealed), kid, ctr };
  }

  #plaintext({ kind, isKey, frame, nowMs, role, name }: SealInput): Bytes | undefined {
    const due = kind === 'video' ? isKey : Math.abs(nowMs - this.#extendedAt) >= EXTENSIONS_MS;
    if (due) this.#extendedAt = nowMs;
    const extensions = due ? { ...(role && { role }), ...(name && { name }) } : {};
    if (kind === 'video') return encodePlaintext(frame, extensions, 1);
    if (frame.byteLength > MAX_AUDIO) return undefined;
    const padded = encodePlaintext(frame, extensions, AUDIO_STEP);
    if (padded.byteLength + AUDIO_OVERHEAD <= MAX_AUDIO) return padded;
    const bare = encodePlaintext(frame, {}, 1);
    return bare.byteLength + AUDIO_OVERHEAD <= MAX_AUDIO ? bare : undefined;
  }

  #kid({ slot, hint }: SlotKey): bigint {
    return packKid({ slotByte: slot % 256, hint, participant: this.#participant, stream: this.#index });
  }

  #counter(kid: bigint): Counter {
    let counter = this.#counters.get(kid);
    if (!counter) {
      counter = new Counter();
      this.#counters.set(kid, counter);
    }
    return counter;
  }

  #frameKey(slotKey: SlotKey, kid: bigint): Promise<FrameKey> {
    let frameKey = this.#frameKeys.get(slotKey);
    if (!frameKey) {
      for (const old of this.#frameKeys.keys()) if (!this.#ring.has(old)) this.#frameKeys.delete(old);
      frameKey = frameKeyOf(slotKey, kid);
      this.#frameKeys.set(slotKey, frameKey);
      // One that failed is not kept: the next frame tries again.
      frameKey.catch(() => this.#frameKeys.delete(slotKey));
    }
    return frameKey;
  }

  /** Derives the next slot's key ahead, so that no frame waits when the slot changes. */
  #prepare(slot: number): void {
    const next = this.#ring.toSend(slot);
    if (next) void this.#frameKey(next, this.#kid(next));
  }
}

function drawParticipant(): bigint {
  return readBigEndian(crypto.getRandomValues(new Uint8Array(6)), 0, 6);
}
