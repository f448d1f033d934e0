import { type Bytes, concat, hex } from '../bytes.ts';
import { slotAt } from '../keys/slots.ts';
import { decrypt } from '../sframe/cipher.ts';
import type { FrameKey } from '../sframe/keys.ts';
import { ReplayWindow } from '../sframe/replay-window.ts';
import type { OpenFailure } from './failures.ts';
import { frameKeyOf, type KeyRing, type SlotKey } from './key-ring.ts';
import { type Kid, unpackKid } from './kid.ts';
import { type FrameContext, metadata, parsePiece } from './piece.ts';
import { decodePlaintext, type Role } from './plaintext.ts';
import type { Sealer } from './sealer.ts';

/** Pieces that may be late and still open. */
const WINDOW = { audio: 128, video: 512 } as const;
/** How long frames of a stream's older slot still pass after its newer one began: milliseconds. */
const OLD_SLOT_MS = 10_000;
/** Derivations per second for KIDs that have not authenticated yet: a flood of made-up KIDs must not cost more. */
const DERIVATIONS_PER_SECOND = 64;

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

interface Window {
  readonly slot: number;
  readonly seen: ReplayWindow;
}

/**
 * Opens for one worker: parse, find the one key, authenticate, fresh, replay, own; and only then change any state, so
 * that nobody without the key can move it.
 */
export class Opener {
  readonly #ring: KeyRing;
  readonly #sealer: Sealer;
  readonly #verified = new Map<bigint, { readonly slotKey: SlotKey; readonly frameKey: FrameKey }>();
  readonly #windows = new Map<bigint, Window>();
  readonly #streams = new Map<bigint, { readonly slot: number; readonly since: number }>();
  /** Before a reload: highest CTR per KID, and the participant ids we had. */
  readonly #restored = new Map<bigint, bigint>();
  readonly #former = new Set<string>();
  /** The newest slot by our clock: what lies two slots before it stays closed, even if the clock goes back. */
  #latest = 0;
  #derivations = { second: 0, count: 0 };

  constructor(ring: KeyRing, sealer: Sealer) {
    this.#ring = ring;
    this.#sealer = sealer;
  }

  async open(input: OpenInput): Promise<OpenResult> {
    const { piece, nowMs } = input;
    const parsed = parsePiece(piece);
    if (typeof parsed === 'string') return fail(parsed);
    const { kid, ctr } = parsed.header;
    const name = unpackKid(kid);
    const slot = this.#slotOf(name, nowMs);
    if (slot === undefined) return fail('stale');
    const slotKey = this.#ring.toOpen(slot, name.hint);
    if (!slotKey) return fail('missing-key');

    const frameKey = await this.#frameKey(slotKey, kid, nowMs);
    if (!frameKey) return fail('throttled');
    const plaintext = await decrypt(frameKey, ctr, concat(parsed.headerBytes, metadata(input)), parsed.sealed);
    if (!plaintext) return fail('bad-tag');

    // From here on nothing is awaited: two copies that arrive together cannot both be new.
    const streamName = kid & 0x000f_ffff_ffff_ffffn;
    const newest = this.#streams.get(streamName);
    if (newest && slot < newest.slot && nowMs - newest.since > OLD_SLOT_MS) return fail('stale');
    const participant = hex(name.participant, 12);
    const own = this.#sealer.owns(name.participant) || this.#former.has(participant);
    // Our own frames move no window: a reflection is told apart each time.
    if (own) return fail('reflected');
    const window = this.#windows.get(kid) ?? this.#newWindow(kid, slot, input.kind);
    const seen = window.seen.accept(ctr, nowMs);
    if (seen !== 'new') return fail(seen);
    const content = decodePlaintext(plaintext);
    if (!content) return fail('malformed');

    this.#windows.set(kid, window);
    this.#verified.set(kid, { slotKey, frameKey });
    if (!newest || slot > newest.slot) this.#streams.set(streamName, { slot, since: nowMs });
    return { ok: true, ...content, kid, ctr, participant, stream: name.stream, slotDrift: slot - slotAt(nowMs) };
  }

  /** The highest CTR opened per KID (16 hex digits; decimal), for the background to keep over a reload. */
  highest(): { kid: string; ctr: string }[] {
    return Array.from(this.#windows, ([kid, { seen }]) => ({ kid: hex(kid, 16), ctr: seen.highest.toString() }));
  }

  /** After a reload: what was opened before stays opened, and what we sent before is still ours. */
  restore(highest: readonly { readonly kid: string; readonly ctr: string }[], participants: readonly string[]): void {
    for (const { kid, ctr } of highest) {
      const name = BigInt(`0x${kid}`);
      const before = this.#restored.get(name) ?? -1n;
      if (BigInt(ctr) > before) this.#restored.set(name, BigInt(ctr));
      this.#windows.get(name)?.seen.restore(BigInt(ctr));
    }
    for (const participant of participants) {
      if (!this.#sealer.owns(BigInt(`0x${participant}`))) this.#former.add(participant);
    }
  }

  /** The full slot that a KID's slot byte means: now, or one to either side. */
  #slotOf({ slotByte }: Kid, nowMs: number): number | undefined {
    const now = slotAt(nowMs);
    if (now > this.#latest) {
      this.#latest = now;
      this.#expire(now - 1);
    }
    const slot = [now, now - 1, now + 1].find((candidate) => candidate % 256 === slotByte);
    return slot !== undefined && slot >= this.#latest - 1 ? slot : undefined;
  }

  async #frameKey(slotKey: SlotKey, kid: bigint, nowMs: number): Promise<FrameKey | undefined> {
    const verified = this.#verified.get(kid);
    if (verified?.slotKey === slotKey) return verified.frameKey;
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#derivations.second) this.#derivations = { second, count: 0 };
    if (++this.#derivations.count > DERIVATIONS_PER_SECOND) return undefined;
    return frameKeyOf(slotKey, kid);
  }

  #newWindow(kid: bigint, slot: number, kind: 'audio' | 'video'): Window {
    const seen = new ReplayWindow(WINDOW[kind]);
    const restored = this.#restored.get(kid);
    if (restored !== undefined) seen.restore(restored);
    return { slot, seen };
  }

  /** Windows and keys go with their slot, never before it: no piece of that slot can be opened any more. */
  #expire(oldest: number): void {
    for (const [kid, { slot }] of this.#windows) {
      if (slot >= oldest) continue;
      this.#windows.delete(kid);
      this.#restored.delete(kid);
    }
    for (const [kid, { slotKey }] of this.#verified) if (slotKey.slot < oldest) this.#verified.delete(kid);
    for (const [name, { slot }] of this.#streams) if (slot < oldest) this.#streams.delete(name);
  }
}

function fail(failure: OpenFailure): OpenResult {
  return { ok: false, failure };
}
