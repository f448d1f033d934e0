import { type Bytes, bigEndian, concat, hex, readBigEndian, utf8 } from '../bytes.ts';
import { hkdfSha512 } from '../hkdf.ts';
import { deriveFrameKey, type FrameKey, importBaseKey } from '../sframe/keys.ts';
import { AES_256_GCM_SHA512_128 } from '../sframe/suites.ts';
import { slotAt } from '../slots.ts';

/** Flips with every "new key", so that a KID says which of two live secrets it is likely to be of. */
export type Generation = 0 | 1;

/** One slot's secret, as a non-extractable HKDF key. */
export interface SlotKey {
  readonly generation: Generation;
  readonly slot: number;
  /** 4 bits: the generation, and 3 bits of the secret. */
  readonly hint: number;
  readonly key: CryptoKey;
  /** Tells secrets apart without giving them away. */
  readonly identity: string;
}

/** The slots of one call secret on their way in. */
export interface KeySet {
  /** Names the call secret; drawn at random, so it says nothing about it. */
  readonly id: string;
  readonly generation: Generation;
  /** Unix time, milliseconds, from which the set is forgotten; null for the one to send with. */
  readonly until: number | null;
  /** Whether it may be sent with; else it opens alone. */
  readonly seals: boolean;
  /** 32 bytes each, wiped once imported. */
  readonly slots: readonly { readonly slot: number; readonly secret: Bytes }[];
}

type Named = Pick<KeySet, 'id' | 'until' | 'seals'>;

/** The slot secrets a worker has: of one call secret, or of two while a call changes from one to the other. */
export class KeyRing {
  readonly #keys = new Map<number, SlotKey>();
  #live = new Map<Generation, Named>();
  #sending: Generation = 0;
  #lastTake: Promise<void> = Promise.resolve();
  /** Counts the calls of clear(): secrets that were on their way in by then are forgotten too. */
  #cleared = 0;

  /**
   * Takes secrets in, and wipes the arrays. What is held of the same call secret stays; any other is forgotten.
   *
   * @param sets the one to send with first, then the one before it, if that may still be opened with
   */
  take(sets: readonly [KeySet, ...KeySet[]]): Promise<void> {
    const cleared = this.#cleared;
    const imported = Promise.all(
      sets.flatMap(({ generation, slots }) => slots.map((slot) => importSlotKey(slot, generation))),
    );
    // One after the other in the order of the calls, however long each import takes.
    const turn = this.#lastTake.then(async () => {
      const keys = await imported;
      if (cleared === this.#cleared) this.#hold(sets, keys);
    });
    this.#lastTake = turn.catch(() => undefined);
    return turn;
  }

  clear(): void {
    this.#cleared++;
    this.#live.clear();
    this.#keys.clear();
  }

  /**
   * Forgets what is over: a secret that was replaced, and the secrets of past slots and of slots further ahead than
   * anybody is given, as when a clock that was fast has been set right and the secrets of now are missing.
   */
  expire(nowMs: number): void {
    const now = slotAt(nowMs);
    for (const [generation, { until }] of this.#live)
      if (until !== null && until <= nowMs) this.#live.delete(generation);
    for (const [name, { generation, slot }] of this.#keys) {
      if (Math.abs(slot - now) > 2 || !this.#live.has(generation)) this.#keys.delete(name);
    }
  }

  #hold(sets: readonly [KeySet, ...KeySet[]], keys: readonly SlotKey[]): void {
    const live = new Map<Generation, Named>(sets.map((set) => [set.generation, set]));
    for (const [name, { generation }] of this.#keys) {
      if (live.get(generation)?.id !== this.#live.get(generation)?.id) this.#keys.delete(name);
    }
    this.#live = live;
    this.#sending = sets[0].generation;
    for (const key of keys) {
      const name = nameOf(key.generation, key.slot);
      // The same secret again keeps its entry, and with it what was derived from it.
      if (this.#keys.get(name)?.identity !== key.identity) this.#keys.set(name, key);
    }
  }

  /** The id of the call secret that is sent with, or null without one. */
  id(): string | null {
    const sending = this.#live.get(this.#sending);
    return sending?.seals ? sending.id : null;
  }

  /** The newest slot there is a secret of the newest generation for, or null. */
  newestSlot(): number | null {
    const slots = Array.from(this.#keys.values()).filter(({ generation }) => generation === this.#sending);
    return slots.length === 0 ? null : Math.max(...slots.map(({ slot }) => slot));
  }

  /** The key to send with in `slot`; never that of another slot. */
  toSend(slot: number): SlotKey | undefined {
    if (!this.#live.get(this.#sending)?.seals) return undefined;
    return this.#keys.get(nameOf(this.#sending, slot));
  }

  /**
   * The keys that a KID of `slot` with `hint` can mean: three bits must be those of the secret. Members count
   * generations for themselves, since who joins late knows of no key before his; so the generation only says which of
   * two to try first.
   */
  toOpen(slot: number, hint: number): SlotKey[] {
    const first: Generation = hint & 8 ? 1 : 0;
    return [first, first === 0 ? 1 : 0]
      .map((generation) => this.#keys.get(nameOf(generation as Generation, slot)))
      .filter((key): key is SlotKey => key !== undefined && (key.hint & 7) === (hint & 7));
  }

  /** Whether there is any secret of a slot. */
  hasSlot(slot: number): boolean {
    return this.#keys.has(nameOf(0, slot)) || this.#keys.has(nameOf(1, slot));
  }

  has(key: SlotKey): boolean {
    return this.#keys.get(nameOf(key.generation, key.slot)) === key;
  }
}

/**
 * The frame key of one KID: a base key of its own, because RFC 9605 (section 5.1) forbids one base key for several
 * senders, and from it key and salt as in section 4.4.2.
 */
export async function frameKeyOf({ key }: SlotKey, kid: bigint): Promise<FrameKey> {
  const base = await hkdfSha512(key, concat(utf8('callseal v1 sender'), bigEndian(kid, 8)));
  return deriveFrameKey(AES_256_GCM_SHA512_128, await importBaseKey(base), kid);
}

async function importSlotKey({ slot, secret }: KeySet['slots'][number], generation: Generation): Promise<SlotKey> {
  const key = await importBaseKey(secret);
  const derived = await hkdfSha512(key, utf8('callseal v1 hint'));
  const hint = (generation << 3) | ((derived[0] ?? 0) & 7);
  return { generation, slot, hint, key, identity: hex(readBigEndian(derived, 0, 32), 64) };
}

function nameOf(generation: Generation, slot: number): number {
  return slot * 2 + generation;
}
