import type { Bytes } from './bytes.ts';

/** HKDF-SHA-512 (RFC 5869) with empty salt, as all steps of the format use it. @returns 32 bytes */
export async function hkdfSha512(key: CryptoKey, info: Bytes): Promise<Bytes> {
  const params = { name: 'HKDF', hash: 'SHA-512', salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
}
