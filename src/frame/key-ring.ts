import { type Bytes, bigEndian, concat, hex, readBigEndian, utf8 } from '../bytes.ts';
import { hkdfSha512, slotAt } from '../keys/slots.ts';
import { deriveFrameKey, type FrameKey, importBaseKey } from '../sframe/keys.ts';
import { AES_256_GCM_SHA512_128 } from '../sframe/suites.ts';

/** Flips with every "new key", so that a KID tells two live secrets apart. */
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

/** A slot's secret on its way in: 32 bytes, wiped once imported. */
export interface SlotSecret {
  readonly generation: Generation;
  readonly slot: number;
  readonly secret: Bytes;
}

/** The slot secrets a worker has: at most one per generation and slot. */
export class KeyRing {
  readonly #keys = new Map<string, SlotKey>();
  #sending: Generation = 0;
  #lastAdd: Promise<void> = Promise.resolve();
  /** Counts the calls of clear(): secrets that were on their way in by then are forgotten too. */
  #cleared = 0;

  /**
   * Takes secrets in, and wipes the arrays. The last generation given is the one to send with.
   *
   * @param secrets 32 bytes each
   */
  add(secrets: readonly SlotSecret[]): Promise<void> {
    const cleared = this.#cleared;
    const imported = Promise.all(secrets.map(importSlotKey));
    // One after the other in the order of the calls, however long each import takes.
    const turn = this.#lastAdd.then(async () => {
      const keys = await imported;
      if (cleared === this.#cleared) for (const key of keys) this.#set(key);
    });
    this.#lastAdd = turn.catch(() => undefined);
    return turn;
  }

  clear(): void {
    this.#cleared++;
    this.#keys.clear();
  }

  /**
   * Forgets the secrets of slots that are over, and of slots further ahead than anybody is given: a clock that was
   * fast has been set right, and the secrets of now are missing.
   */
  expire(nowMs: number): void {
    const now = slotAt(nowMs);
    for (const [name, { slot }] of this.#keys) if (Math.abs(slot - now) > 2) this.#keys.delete(name);
  }

  #set(key: SlotKey): void {
    const name = nameOf(key.generation, key.slot);
    // The same secret again keeps its entry, and with it what was derived from it.
    if (this.#keys.get(name)?.identity !== key.identity) this.#keys.set(name, key);
    this.#sending = key.generation;
  }

  /** The newest slot there is a secret for, or null. */
  newestSlot(): number | null {
    return this.#keys.size === 0 ? null : Math.max(...Array.from(this.#keys.values(), ({ slot }) => slot));
  }

  /** The key to send with in `slot`; never that of another slot. */
  toSend(slot: number): SlotKey | undefined {
    return this.#keys.get(nameOf(this.#sending, slot));
  }

  /** The one key that a KID of `slot` with `hint` can mean: the hint's high bit is the generation. */
  toOpen(slot: number, hint: number): SlotKey | undefined {
    const key = this.#keys.get(nameOf(hint & 8 ? 1 : 0, slot));
    return key?.hint === hint ? key : undefined;
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

async function importSlotKey({ generation, slot, secret }: SlotSecret): Promise<SlotKey> {
  const key = await importBaseKey(secret);
  const derived = await hkdfSha512(key, utf8('callseal v1 hint'));
  const hint = (generation << 3) | ((derived[0] ?? 0) & 7);
  return { generation, slot, hint, key, identity: hex(readBigEndian(derived, 0, 32), 64) };
}

function nameOf(generation: Generation, slot: number): string {
  return `${generation}/${slot}`;
}
