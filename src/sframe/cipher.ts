import { type Bytes, bigEndian } from '../bytes.ts';
import type { FrameKey } from './keys.ts';

/**
 * AEAD encryption of one SFrame payload (RFC 9605 section 4.4.3).
 *
 * @param ctr never used before under this key
 * @param aad SFrame header, then the application's metadata
 * @returns ciphertext and tag
 */
export async function encrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt(algorithm(frameKey, ctr, aad), frameKey.key, plaintext));
}

/**
 * AEAD decryption of one SFrame payload (RFC 9605 section 4.4.4).
 *
 * @returns undefined when the tag does not verify
 */
export async function decrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm(frameKey, ctr, aad), frameKey.key, sealed));
  } catch {
    return undefined;
  }
}

function algorithm({ suite, salt }: FrameKey, ctr: bigint, aad: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce(salt, ctr), additionalData: aad, tagLength: suite.tagLength * 8 };
}

/** The salt, XORed with the CTR in big-endian order at its end (RFC 9605 section 4.4.3). */
export function nonce(salt: Bytes, ctr: bigint): Bytes {
  const iv = bigEndian(ctr, salt.byteLength);
  for (let i = 0; i < iv.byteLength; i++) iv[i] = (iv[i] ?? 0) ^ (salt[i] ?? 0);
  return iv;
}
