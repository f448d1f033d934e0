import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';

/** Length of a time slot in milliseconds. Keys live for one slot. */
export const SLOT_MS = 300_000;

/** The slot of a moment. @param unixMs Unix time, milliseconds */
export function slotAt(unixMs: number): number {
  return Math.floor(unixMs / SLOT_MS);
}

/**
 * The secret of one slot, as it is handed to the frame worker: it opens that slot and nothing else.
 *
 * @param callSecret 32 bytes
 * @returns 32 bytes: HKDF-SHA-512 (RFC 5869), empty salt, info "callseal v1 slot" || u64 slot
 */
export async function slotSecret(callSecret: Bytes, slot: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', callSecret, 'HKDF', false, ['deriveBits']);
  return hkdfSha512(key, concat(utf8('callseal v1 slot'), bigEndian(slot, 8)));
}

/** HKDF-SHA-512 with empty salt, as all steps of the format use it. @returns 32 bytes */
export async function hkdfSha512(key: CryptoKey, info: Bytes): Promise<Bytes> {
  const params = { name: 'HKDF', hash: 'SHA-512', salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
}
