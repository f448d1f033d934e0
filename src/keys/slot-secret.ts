import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';
import { hkdfSha512 } from '../hkdf.ts';

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
