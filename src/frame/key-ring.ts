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

/** The slot secrets a worker has: at most one per generation and slot. */
export class KeyRing {
  readonly #keys = new Map<string, SlotKey>();
  #sending: Generation = 0;

  /**
   * Takes secrets in, and wipes the arrays. The last generation given is the one to send with.
   *
   * @param secrets 32 bytes each
   */
  async add(
    secrets: readonly { readonly generation: Generation; readonly slot: number; readonly secret: Bytes }[],
  ): Promise<void> {
    for (const { generation, slot, secret } of secrets) {
      const key = await importBaseKey(secret);
      const derived = await hkdfSha512(key, utf8('callseal v1 hint'));
      const identity = hex(readBigEndian(derived, 0, 32), 64);
      const hint = (generation << 3) | ((derived[0] ?? 0) & 7);
      const name = nameOf(generation, slot);
      // The same secret again keeps its entry, and with it what was derived from it.
      if (this.#keys.get(name)?.identity !== identity) this.#keys.set(name, { generation, slot, hint, key, identity });
      this.#sending = generation;
    }
  }

  clear(): void {
    this.#keys.clear();
  }

  /** Forgets the secrets of slots that nobody may use any more. */
  expire(nowMs: number): void {
    const oldest = slotAt(nowMs) - 1;
    for (const [name, { slot }] of this.#keys) if (slot < oldest) this.#keys.delete(name);
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

function nameOf(generation: Generation, slot: number): string {
  return `${generation}/${slot}`;
}
