import { hex } from '../bytes.ts';
import type { FrameKey } from '../sframe/keys.ts';
import { frameKeyOf, type KeyRing, type SlotKey } from './key-ring.ts';
import { type Kid, unpackKid } from './kid.ts';
import { RateLimit } from './rate-limit.ts';

/**
 * Derivations per second for streams that nobody knows, of one receiver and of all: a flood of made-up KIDs must not cost
 * more, nor hold up those who come by another receiver.
 */
const DERIVATIONS_PER_SECOND = { receiver: 64, worker: 512 } as const;
/** Participant and stream of a KID: what stays the same from slot to slot. */
const STREAM_BITS = 2n ** 52n - 1n;

/** The frame key of one KID, and what the KID says. */
export interface DerivedKey {
  readonly slotKey: SlotKey;
  readonly name: Kid;
  readonly streamName: bigint;
  /** 12 hex digits. */
  readonly participant: string;
  /** Names participant and stream, whatever the slot. */
  readonly sender: string;
  readonly frameKey: Promise<FrameKey>;
  /** The same, once it is derived. */
  ready?: FrameKey;
}

/** A limit of one receiver's own to what is derived for unknown streams. */
export function receiverLimit(): RateLimit {
  return new RateLimit(DERIVATIONS_PER_SECOND.receiver);
}

/** The frame keys that pieces are opened with, by KID. */
export class OpeningKeys {
  readonly #ring: KeyRing;
  /** Of KIDs that authenticated a piece, and of those that are being tried right now. */
  readonly #verified = new Map<bigint, DerivedKey>();
  readonly #tried = new Map<bigint, DerivedKey>();
  /** Of streams that authenticated in this slot or its neighbours: derived once, however many pieces are forged. */
  readonly #expected = new Map<bigint, DerivedKey[]>();
  /** The newest slot in which each stream authenticated. */
  readonly #streams = new Map<bigint, number>();
  readonly #derivations = new RateLimit(DERIVATIONS_PER_SECOND.worker);

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** The key of a KID that has authenticated, if it is still to be used. */
  verified(kid: bigint): DerivedKey | undefined {
    const key = this.#verified.get(kid);
    return key && this.#ring.has(key.slotKey) ? key : undefined;
  }

  /**
   * The key of a KID under one secret. Frames that arrive together share one derivation.
   *
   * @param limit of the receiver that the piece came by
   * @param nowMs Unix time, milliseconds
   * @returns undefined when too many were derived for unknown streams
   */
  derive(slotKey: SlotKey, kid: bigint, limit: RateLimit, nowMs: number): DerivedKey | undefined {
    const expected = this.#expected.get(kid) ?? [];
    const kept = [this.#verified.get(kid), this.#tried.get(kid), ...expected].find((key) => key?.slotKey === slotKey);
    if (kept) return kept;
    const isKnown = this.#streams.has(kid & STREAM_BITS);
    if (!isKnown && !(limit.take(nowMs) && this.#derivations.take(nowMs))) return undefined;
    const derived = derivedKey(slotKey, kid);
    if (isKnown) this.#expected.set(kid, [...expected, derived]);
    else this.#tried.set(kid, derived);
    // One that failed is not kept: the next piece tries again.
    derived.frameKey.catch(() => this.#expected.delete(kid));
    return derived;
  }

  /** A key did not open a piece. */
  failed(kid: bigint, key: DerivedKey): void {
    if (this.#tried.get(kid) === key) this.#tried.delete(kid);
  }

  /** A key has opened a piece. */
  succeeded(kid: bigint, key: DerivedKey): void {
    if (this.#tried.size > 0) this.failed(kid, key);
    // As a rule it is there; in Firefox, to put in what is there takes eight times as long as to look.
    if (this.#verified.get(kid) === key) return;
    this.#verified.set(kid, key);
    const newest = this.#streams.get(key.streamName);
    if (newest === undefined || key.slotKey.slot > newest) this.#streams.set(key.streamName, key.slotKey.slot);
  }

  /** Lets go of keys that the ring has let go of, or whose slot cannot be opened in `slot`. */
  expire(slot: number): void {
    const isOver = (key: DerivedKey): boolean => !this.#ring.has(key.slotKey) || Math.abs(key.slotKey.slot - slot) > 1;
    for (const keys of [this.#verified, this.#tried]) {
      for (const [kid, key] of keys) if (isOver(key)) keys.delete(kid);
    }
    for (const [kid, keys] of this.#expected) if (keys.every(isOver)) this.#expected.delete(kid);
    for (const [name, newest] of this.#streams) if (Math.abs(newest - slot) > 1) this.#streams.delete(name);
  }
}

function derivedKey(slotKey: SlotKey, kid: bigint): DerivedKey {
  const name = unpackKid(kid);
  const participant = hex(name.participant, 12);
  return {
    slotKey,
    name,
    streamName: kid & STREAM_BITS,
    participant,
    sender: `${participant}/${name.stream}`,
    frameKey: frameKeyOf(slotKey, kid),
  };
}
