import { type Bytes, hex } from '../bytes.ts';
import { slotAt } from '../keys/slots.ts';
import { decrypt } from '../sframe/cipher.ts';
import type { Header } from '../sframe/header.ts';
import type { FrameKey } from '../sframe/keys.ts';
import type { OpenFailure } from './failures.ts';
import { frameKeyOf, type KeyRing, type SlotKey } from './key-ring.ts';
import { type Kid, unpackKid } from './kid.ts';
import { aadOf, type FrameContext, parsePiece } from './piece.ts';
import { decodePlaintext, type Role } from './plaintext.ts';
import { RateLimit } from './rate-limit.ts';
import { type HighestCtr, ReplayMemory } from './replay-memory.ts';
import type { Sealer } from './sealer.ts';

/** How long frames of a stream's older slot still pass after its newer one began: milliseconds. */
const OLD_SLOT_MS = 10_000;
/** Derivations per second for KIDs that have not authenticated yet: a flood of made-up KIDs must not cost more. */
const DERIVATIONS_PER_SECOND = 64;
/** Participant and stream of a KID: what stays the same from slot to slot. */
const STREAM_BITS = 2n ** 52n - 1n;

export interface OpenInput extends FrameContext {
  readonly piece: Uint8Array;
  /** Unix time, milliseconds. */
  readonly nowMs: number;
}

export interface Opened {
  readonly ok: true;
  readonly frame: Bytes;
  readonly kid: bigint;
  readonly ctr: bigint;
  /** 12 hex digits. */
  readonly participant: string;
  readonly stream: number;
  readonly role?: Role;
  readonly name?: string;
  /** Slots that the sender's clock is ahead of ours: -1, 0 or 1. */
  readonly slotDrift: number;
}

export type OpenResult = Opened | { readonly ok: false; readonly failure: OpenFailure };

interface DerivedKey {
  readonly slotKey: SlotKey;
  readonly name: Kid;
  /** 12 hex digits. */
  readonly participant: string;
  readonly frameKey: Promise<FrameKey>;
  /** The same, once it is derived. */
  ready?: FrameKey;
}

/**
 * Opens for one worker: parse, find the one key, authenticate, fresh, replay, own; and only then change any state, so
 * that nobody without the key can move it.
 */
export class Opener {
  readonly #ring: KeyRing;
  readonly #sealer: Sealer;
  /** Frame keys by KID: of those that authenticated a piece, and of those that are being tried right now. */
  readonly #verified = new Map<bigint, DerivedKey>();
  readonly #tried = new Map<bigint, DerivedKey>();
  readonly #derivations = new RateLimit(DERIVATIONS_PER_SECOND);
  readonly #memory = new ReplayMemory();
  /** The newest slot of each stream, and since when. */
  readonly #streams = new Map<bigint, { readonly slot: number; readonly since: number }>();
  /** Our participant ids of before a reload. */
  readonly #former = new Set<bigint>();
  #slot = 0;

  constructor(ring: KeyRing, sealer: Sealer) {
    this.#ring = ring;
    this.#sealer = sealer;
  }

  async open(input: OpenInput): Promise<OpenResult> {
    return (await this.authenticate(input))();
  }

  /**
   * Opens in two steps, so that pieces may be decrypted side by side and yet be taken in their order: the second step is
   * the function that is returned, to be called once.
   */
  async authenticate(input: OpenInput): Promise<() => OpenResult> {
    const { piece, nowMs } = input;
    const parsed = parsePiece(piece);
    if (typeof parsed === 'string') return fail(parsed);
    const { kid, ctr } = parsed.header;
    this.#moveTo(slotAt(nowMs));
    const slotKeys = this.#keysOf(kid);
    if (typeof slotKeys === 'string') return fail(slotKeys);

    const aad = aadOf(parsed.headerBytes, input);
    for (const slotKey of slotKeys) {
      const derived = this.#derive(slotKey, kid, nowMs);
      if (!derived) return fail('throttled');
      derived.ready ??= await derived.frameKey;
      try {
        const plaintext = new Uint8Array(await decrypt(derived.ready, ctr, aad, parsed.sealed));
        return () => this.#accept(input, parsed.header, derived, plaintext);
      } catch {
        // The tag does not verify.
      }
      if (this.#tried.get(kid) === derived) this.#tried.delete(kid);
    }
    return fail('bad-tag');
  }

  /** The keys to try for a KID: the one it has authenticated with, or all it can mean. */
  #keysOf(kid: bigint): readonly SlotKey[] | 'stale' | 'missing-key' {
    // Those of slots that are over have been let go.
    const verified = this.#verified.get(kid)?.slotKey;
    if (verified && this.#ring.has(verified)) return [verified];
    const name = unpackKid(kid);
    const slot = this.#slotOf(name);
    if (slot === undefined) return 'stale';
    const keys = this.#ring.toOpen(slot, name.hint);
    return keys.length === 0 ? 'missing-key' : keys;
  }

  /** Takes an authentic piece. Nothing is awaited: two copies that arrive together cannot both be new. */
  #accept({ kind, nowMs }: OpenInput, { kid, ctr }: Header, derived: DerivedKey, plaintext: Bytes): OpenResult {
    if (this.#tried.get(kid) === derived) this.#tried.delete(kid);
    if (!this.#ring.has(derived.slotKey)) return refused('missing-key'); // forgotten meanwhile
    this.#verified.set(kid, derived);
    const { slot } = derived.slotKey;
    const { name } = derived;
    const streamName = kid & STREAM_BITS;
    const newest = this.#streams.get(streamName);
    if (newest && slot < newest.slot && nowMs - newest.since > OLD_SLOT_MS) return refused('stale');
    // Our own frames take no place in the memory: a reflection is told apart each time.
    if (this.#sealer.owns(name.participant) || this.#former.has(name.participant)) return refused('reflected');
    const content = decodePlaintext(plaintext);
    if (!content) return refused('malformed');
    const seen = this.#memory.accept(kid, slot, ctr, kind, nowMs);
    if (seen !== 'new') return refused(seen);

    if (!newest || slot > newest.slot) this.#streams.set(streamName, { slot, since: nowMs });
    const { participant } = derived;
    return { ok: true, ...content, kid, ctr, participant, stream: name.stream, slotDrift: slot - slotAt(nowMs) };
  }

  /** The highest CTR opened per live KID, for the background to keep over a reload. */
  highest(): HighestCtr[] {
    return this.#memory.highest();
  }

  /**
   * After a reload: what was opened before stays opened, and what we sent before is still ours.
   *
   * @param participants 12 hex digits each
   */
  restore(highest: readonly HighestCtr[], participants: readonly string[]): void {
    this.#memory.restore(highest);
    for (const participant of participants) this.#former.add(BigInt(`0x${participant}`));
  }

  /** The full slot that a KID's slot byte means: now, or one to either side. */
  #slotOf({ slotByte }: Kid): number | undefined {
    return [this.#slot, this.#slot - 1, this.#slot + 1].find((candidate) => candidate % 256 === slotByte);
  }

  #derive(slotKey: SlotKey, kid: bigint, nowMs: number): DerivedKey | undefined {
    // Frames that arrive together share one derivation.
    const verified = this.#verified.get(kid);
    if (verified?.slotKey === slotKey) return verified;
    const tried = this.#tried.get(kid);
    if (tried?.slotKey === slotKey) return tried;
    if (!this.#derivations.take(nowMs)) return undefined;
    const name = unpackKid(kid);
    const derived = { slotKey, name, participant: hex(name.participant, 12), frameKey: frameKeyOf(slotKey, kid) };
    this.#tried.set(kid, derived);
    return derived;
  }

  /** Follows the clock: what belongs to slots that cannot be opened now is let go. */
  #moveTo(slot: number): void {
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#memory.moveTo(slot);
    for (const keys of [this.#verified, this.#tried]) {
      for (const [kid, { slotKey }] of keys) if (Math.abs(slotKey.slot - slot) > 1) keys.delete(kid);
    }
    for (const [name, newest] of this.#streams) if (Math.abs(newest.slot - slot) > 1) this.#streams.delete(name);
  }
}

function refused(failure: OpenFailure): OpenResult {
  return { ok: false, failure };
}

function fail(failure: OpenFailure): () => OpenResult {
  return () => refused(failure);
}
