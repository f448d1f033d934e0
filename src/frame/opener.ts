import { type Bytes, hex } from '../bytes.ts';
import { decrypt } from '../sframe/cipher.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import type { OpenFailure } from './failures.ts';
import type { KeyRing, SlotKey } from './key-ring.ts';
import { type Kid, sealerOf, unpackKid } from './kid.ts';
import { MemberNames } from './member-names.ts';
import { type DerivedKey, OpeningKeys, receiverLimit } from './opening-keys.ts';
import { aadOf, type FrameContext, type ParsedPiece, parsePiece } from './piece.ts';
import { decodePlaintext, type Role } from './plaintext.ts';
import { type Playout, PlayoutOrder } from './playout-order.ts';
import type { RateLimit } from './rate-limit.ts';
import { type HighestCtr, ReplayMemory } from './replay-memory.ts';
import type { Sealer } from './sealer.ts';

/** How long frames of a stream's older slot still pass after its newer one began: milliseconds. */
const OLD_SLOT_MS = 10_000;
export interface OpenInput extends FrameContext {
  readonly piece: Uint8Array;
  /** Of the receiver; without one, that of all who have none. */
  readonly limit?: RateLimit;
  /** Of sound: without it the order is not looked at. */
  readonly playout?: Playout;
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
  /** Whose stream it is: the participant id that the sender's worker drew first; undefined while that is not known. */
  readonly member: string | undefined;
  readonly stream: number;
  /** Names participant and stream, whatever the slot. */
  readonly sender: string;
  readonly role?: Role;
  readonly name?: string;
  /** What a picture brought along of the member's sound; nothing has looked at it but its seal. */
  readonly sound?: Uint8Array;
  /** Slots that the sender's clock is ahead of ours: -1, 0 or 1. */
  readonly slotDrift: number;
}

export type OpenResult = Opened | { readonly ok: false; readonly failure: OpenFailure };

/** A piece that is being opened. One of the two is to be called once, when it is this piece's turn. */
export interface Opening {
  /** Rejects when the tag does not verify, or no key may be tried: the cipher's own promise where possible. */
  readonly plaintext: Promise<ArrayBuffer>;
  /** Takes what has authenticated. */
  accept(plaintext: ArrayBuffer): OpenResult;
  /** Says why it has not. */
  refuse(): OpenResult;
}

/**
 * Opens for one worker: parse, find the one key, authenticate, fresh, replay, own; and only then change any state, so
 * that nobody without the key can move it.
 */
export class Opener {
  readonly #ring: KeyRing;
  readonly #sealer: Sealer;
  readonly #openingKeys: OpeningKeys;
  readonly #anyReceiver = receiverLimit();
  readonly #order = new PlayoutOrder();
  readonly #memory = new ReplayMemory();
  /** The newest slot of each stream, and since when. */
  readonly #streams = new Map<bigint, { readonly slot: number; readonly since: number }>();
  readonly #members = new MemberNames();
  /** Our participant ids of before a reload. */
  readonly #former = new Set<bigint>();
  #slot = 0;

  constructor(ring: KeyRing, sealer: Sealer) {
    this.#ring = ring;
    this.#sealer = sealer;
    this.#openingKeys = new OpeningKeys(ring);
  }

  async open(input: OpenInput): Promise<OpenResult> {
    return (await this.authenticate(input))();
  }

  /** Opens in two steps, as `begin` does; the second is the function that is returned, to be called once. */
  async authenticate(input: OpenInput): Promise<() => OpenResult> {
    const opening = this.begin(input);
    if (typeof opening === 'string') return () => refused(opening);
    try {
      const plaintext = await opening.plaintext;
      return () => opening.accept(plaintext);
    } catch {
      return () => opening.refuse();
    }
  }

  /** Begins to open a piece: pieces are decrypted side by side, and yet taken in their order. */
  begin(input: OpenInput): Opening | OpenFailure {
    const parsed = parsePiece(input.piece);
    if (typeof parsed === 'string') return parsed;
    const { kid, ctr } = parsed.header;
    this.#moveTo(slotAt(input.nowMs));

    // Those of slots that are over have been let go.
    const verified = this.#openingKeys.verified(kid);
    if (verified?.ready) {
      return {
        plaintext: decrypt(verified.ready, ctr, aadOf(input.piece, parsed.header.length, input), parsed.sealed),
        accept: (plaintext) => this.#accept(input, parsed, verified, plaintext),
        refuse: () => refused('bad-tag'),
      };
    }
    const slotKeys = this.#keysOf(kid);
    return typeof slotKeys === 'string' ? slotKeys : this.#try(slotKeys, parsed, input);
  }

  /** Begins to open a piece whose KID has not authenticated yet, with one key after the other. */
  #try(slotKeys: readonly SlotKey[], parsed: ParsedPiece, input: OpenInput): Opening {
    const { kid, ctr } = parsed.header;
    const { limit = this.#anyReceiver } = input;
    let failure: OpenFailure = 'bad-tag';
    let found: DerivedKey | undefined;
    const plaintext = async (): Promise<ArrayBuffer> => {
      for (const slotKey of slotKeys) {
        const derived = this.#openingKeys.derive(slotKey, kid, limit, input.nowMs);
        if (!derived) {
          failure = 'throttled';
          break;
        }
        try {
          derived.ready ??= await derived.frameKey;
          const aad = aadOf(input.piece, parsed.header.length, input);
          const opened = await decrypt(derived.ready, ctr, aad, parsed.sealed);
          found = derived;
          return opened;
        } catch {
          // The tag does not verify.
        }
        this.#openingKeys.failed(kid, derived);
      }
      throw new Error(failure);
    };
    const refuse = (): OpenResult => refused(failure);
    return {
      plaintext: plaintext(),
      accept: (opened) => (found ? this.#accept(input, parsed, found, opened) : refuse()),
      refuse,
    };
  }

  /** The keys that a KID can mean. */
  #keysOf(kid: bigint): readonly SlotKey[] | 'stale' | 'no-key' | 'missing-key' {
    const name = unpackKid(kid);
    const slot = this.#slotOf(name);
    if (slot === undefined) return 'stale';
    if (!this.#ring.hasSlot(slot)) return 'no-key';
    const keys = this.#ring.toOpen(slot, name.hint);
    return keys.length === 0 ? 'missing-key' : keys;
  }

  /** Takes an authentic piece. Nothing is awaited: two copies that arrive together cannot both be new. */
  #accept(
    { kind, nowMs, playout }: OpenInput,
    piece: ParsedPiece,
    derived: DerivedKey,
    plaintext: ArrayBuffer,
  ): OpenResult {
    const { kid, ctr } = piece.header;
    if (!this.#ring.has(derived.slotKey)) {
      this.#openingKeys.failed(kid, derived);
      return refused('missing-key'); // forgotten meanwhile
    }
    this.#openingKeys.succeeded(kid, derived);
    const { slot } = derived.slotKey;
    const { name, streamName, participant, sender } = derived;
    const newest = this.#streams.get(streamName);
    if (newest && slot < newest.slot && nowMs - newest.since > OLD_SLOT_MS) return refused('stale');
    // Our own frames take no place in the memory: a reflection is told apart each time.
    if (this.#sealer.owns(name.participant) || this.#former.has(name.participant)) return refused('reflected');
    const content = decodePlaintext(piece.form, new Uint8Array(plaintext));
    if (!content) return refused('malformed');
    const seen = this.#memory.accept(kid, slot, ctr, kind, nowMs);
    if (seen !== 'new') return refused(seen);
    const place = (BigInt(slot) << 64n) | ctr;
    if (playout && kind === 'audio' && !this.#order.accept(sealerOf(kid), place, playout, nowMs))
      return refused('reordered');

    if (!newest || slot > newest.slot) this.#streams.set(streamName, { slot, since: nowMs });
    const { stream } = name;
    const { member: further, ...opened } = content;
    const first = this.#members.heard(name.participant, further, nowMs);
    const member = first === name.participant ? participant : first === undefined ? undefined : hex(first, 12);
    return { ok: true, ...opened, kid, ctr, participant, member, stream, sender, slotDrift: slot - slotAt(nowMs) };
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

  /** Lets go of keys that the ring has let go of, or whose slot is over, whether or not any piece comes. */
  expire(nowMs: number): void {
    this.#moveTo(slotAt(nowMs));
    this.#openingKeys.expire(this.#slot);
    this.#members.expire(nowMs);
    this.#order.expire(nowMs, 2 * SLOT_MS);
  }

  /** Follows the clock: what belongs to slots that cannot be opened now is let go. */
  #moveTo(slot: number): void {
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#memory.moveTo(slot);
    this.#openingKeys.expire(slot);
    for (const [name, newest] of this.#streams) if (Math.abs(newest.slot - slot) > 1) this.#streams.delete(name);
  }
}

function refused(failure: OpenFailure): OpenResult {
  return { ok: false, failure };
}
