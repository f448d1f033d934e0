import { type Bytes, writeBigEndian } from '../bytes.ts';
import type { FrameKey } from './keys.ts';

/**
 * AEAD encryption of one SFrame payload (RFC 9605 section 4.4.3).
 *
 * @param ctr never used before under this key
 * @param aad SFrame header, then the application's metadata
 * @returns ciphertext and tag
 */
export function encrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, plaintext: Bytes): Promise<ArrayBuffer> {
  // WebCrypto's own promise, here and below: each further one costs a small frame, most of all in Firefox.
  return crypto.subtle.encrypt(algorithm(frameKey, ctr, aad), frameKey.key, plaintext);
}

/**
 * AEAD decryption of one SFrame payload (RFC 9605 section 4.4.4).
 *
 * @throws OperationError when the tag does not verify
 */
export function decrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, sealed: Bytes): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt(algorithm(frameKey, ctr, aad), frameKey.key, sealed);
}

/** WebCrypto copies a nonce before it returns. In Chromium memory of its own for each took a tenth of a small frame. */
const NONCE = new Uint8Array(12);

function algorithm({ suite, salt }: FrameKey, ctr: bigint, aad: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce(salt, ctr), additionalData: aad, tagLength: suite.tagLength * 8 };
}

/**
 * The salt, XORed with the CTR in big-endian order at its end (RFC 9605 section 4.4.3).
 *
 * @param salt as long as the nonce: 12 bytes
 * @returns memory that the next call writes into
 */
export function nonce(salt: Bytes, ctr: bigint): Bytes {
  const iv = NONCE;
  writeBigEndian(iv, 0, ctr, iv.length);
  for (let i = 0; i < salt.length; i++) iv[i] = (iv[i] ?? 0) ^ (salt[i] ?? 0);
  return iv;
}
