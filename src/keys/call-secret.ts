import { decodeBase64, encodeBase64 } from '../base64.ts';
import type { Bytes } from '../bytes.ts';
import { type Chain, linkAt, stepTo } from './chain.ts';
import { slotSecret } from './slot-secret.ts';

/** What the members of a call share, however they came by it. */
export type CallSecret = PassphraseSecret | Chain;

/** The call secret of a passphrase, 32 bytes: the same in every slot. */
export interface PassphraseSecret {
  readonly kind: 'passphrase';
  readonly key: Bytes;
}

/** A call secret as it is kept in storage.session: the key in base64. */
export type KeptSecret =
  | { readonly kind: 'passphrase'; readonly key: string }
  | { readonly kind: 'chain'; readonly key: string; readonly slot: number; readonly end: number };

export function keepSecret(secret: CallSecret): KeptSecret {
  return { ...secret, key: encodeBase64(secret.key) };
}

export function readSecret(kept: KeptSecret): CallSecret {
  return { ...kept, key: decodeBase64(kept.key) };
}

/**
 * A kept secret moved on to the clock's slot: a chain keeps the link before it, for frames that are under way and for
 * clocks that are behind, and nothing older.
 *
 * @returns the very object when nothing changes; undefined when the chain is over
 */
export function movedOn(kept: KeptSecret, slot: number): KeptSecret | undefined {
  if (kept.kind === 'passphrase' || slot - 1 <= kept.slot) return kept;
  const secret = readSecret(kept);
  const moved = secret.kind === 'chain' ? stepTo(secret, slot - 1) : secret;
  if (!moved) return undefined;
  const again = keepSecret(moved);
  moved.key.fill(0);
  return again;
}

/**
 * The secret of one slot, 32 bytes: HKDF of the passphrase's call secret, or of the chain's link for that slot.
 *
 * @returns undefined when a chain has none for it: the slot is over, or behind the chain's end
 */
export async function slotSecretOf(secret: CallSecret, slot: number): Promise<Bytes | undefined> {
  if (secret.kind === 'passphrase') return slotSecret(secret.key, slot);
  if (slot < secret.slot || slot >= secret.end) return undefined;
  const link = linkAt(secret, slot);
  const derived = await slotSecret(link, slot);
  link.fill(0);
  return derived;
}
