import { type Bytes, bigEndian, concat } from '../bytes.ts';
import { ByteReader } from './byte-reader.ts';
import { type CallId, encodeCallId, readCallId } from './call-id.ts';
import type { CallSecret } from './call-secret.ts';
import { CHAIN_SLOTS, linkAt } from './chain.ts';

/** A call secret on its way to somebody who shall be in the call. */
export interface Invite {
  readonly call: CallId;
  /** The slot in which it was made: it opens nothing older, when its secret is a chain. */
  readonly slot: number;
  readonly secret: CallSecret;
}

/** Why an invite that was read is not taken. */
export type InviteFailure = 'other-service' | 'other-meeting' | 'expired' | 'clock';

/** Slots that an invite may be used after its own: 24 hours. */
export const INVITE_SLOTS = 288;

const KINDS = ['passphrase', 'chain'] as const;

/**
 * An invite for the holder's call, with a copy of the secret at `slot`.
 *
 * @param slot that of the clock
 * @returns undefined when the chain has no link for it
 */
export function inviteTo(call: CallId, secret: CallSecret, slot: number): Invite | undefined {
  if (secret.kind === 'passphrase') return { call, slot, secret: { ...secret, key: secret.key.slice() } };
  if (slot < secret.slot || slot >= secret.end) return undefined;
  return { call, slot, secret: { ...secret, slot, key: linkAt(secret, slot) } };
}

/** Name || kind (1) || u64 slot || u16 slots to the end of the chain, 0 for a passphrase || key (32). */
export function encodeInvite({ call, slot, secret }: Invite): Bytes {
  const left = secret.kind === 'chain' ? secret.end - slot : 0;
  return concat(
    encodeCallId(call),
    bigEndian(KINDS.indexOf(secret.kind), 1),
    bigEndian(slot, 8),
    bigEndian(left, 2),
    secret.key,
  );
}

/** @returns undefined when the bytes are no invite of this version */
export function decodeInvite(content: Uint8Array): Invite | undefined {
  const reader = new ByteReader(content);
  try {
    const call = readCallId(reader);
    const kind = KINDS[reader.integer(1)];
    const [slot, left, key] = [reader.integer(8), reader.integer(2), reader.take(32)];
    reader.end();
    if (kind === 'passphrase' && left === 0) return { call, slot, secret: { kind, key } };
    // The code of a longer chain would take too long to work out.
    if (kind !== 'chain' || left === 0 || left > CHAIN_SLOTS) return undefined;
    return { call, slot, secret: { kind, key, slot, end: slot + left } };
  } catch {
    return undefined;
  }
}

/** Why an invite cannot be used in this call in this slot, or undefined. The chain is not stepped yet. */
export function refuseInvite(
  { call, slot, secret }: Invite,
  wanted: CallId,
  nowSlot: number,
): InviteFailure | undefined {
  if (call.service !== wanted.service) return 'other-service';
  if (call.meeting !== wanted.meeting) return 'other-meeting';
  if (slot > nowSlot + 1) return 'clock';
  if (nowSlot > slot + INVITE_SLOTS) return 'expired';
  return secret.kind === 'chain' && nowSlot >= secret.end ? 'expired' : undefined;
}
