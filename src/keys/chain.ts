import { hkdf } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, utf8 } from '../bytes.ts';

/**
 * A random secret that moves on with the clock: each link makes the next one and is wiped, so who holds today's link
 * cannot open yesterday's frames.
 */
export interface Chain {
  readonly kind: 'chain';
  /** The slot of the link that is held. */
  readonly slot: number;
  /** The first slot without a key. Its link makes the safety code and nothing else. */
  readonly end: number;
  /** The link, 32 bytes. */
  readonly key: Bytes;
}

/** Slots that a new chain lasts: 14 days. The last link can be had from every other, but not in no time. */
export const CHAIN_SLOTS = 4_032;

const RATCHET = utf8('callseal v1 ratchet');

/** A chain of 32 random bytes that begins with `slot`. */
export function newChain(slot: number): Chain {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return { kind: 'chain', slot, end: slot + CHAIN_SLOTS, key };
}

/**
 * The chain at a later slot; the link it came from is wiped. It never goes back: for an earlier slot, as a clock that
 * was set back asks for, it is given as it is.
 *
 * @returns undefined when the chain ends before `slot`; its link is wiped all the same
 */
export function stepTo(chain: Chain, slot: number): Chain | undefined {
  if (slot <= chain.slot) return chain;
  const key = slot < chain.end ? linkAt(chain, slot) : undefined;
  chain.key.fill(0);
  return key && { ...chain, slot, key };
}

/**
 * The link of a slot that is not before the chain's: HKDF-SHA-512 (RFC 5869) of the link before it, empty salt, info
 * "callseal v1 ratchet", once per slot. The chain stays as it is.
 *
 * @returns 32 bytes of their own
 * @throws RangeError for a slot that is gone, or behind the end
 */
export function linkAt({ key, slot, end }: Chain, wanted: number): Bytes {
  if (wanted < slot || wanted > end) throw new RangeError('The chain has no link for this slot.');
  let link = key.slice();
  for (let at = slot; at < wanted; at++) {
    const next = hkdf(sha512, link, undefined, RATCHET, 32) as Bytes;
    link.fill(0);
    link = next;
  }
  return link;
}
