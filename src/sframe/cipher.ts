import type { Bytes } from '../bytes.ts';
import type { FrameKey } from './keys.ts';

/**
 * AEAD encryption of one SFrame payload (RFC 9605 section 4.4.3).
 *
 * @param ctr never used before under this key
 * @param aad SFrame header, then the application's metadata
 * @returns ciphertext and tag
 */
export async function encrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  const { suite, key, salt } = frameKey;
  return new Uint8Array(
    await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce(salt, ctr), additionalData: aad, tagLength: suite.tagLength * 8 },
      key,
      plaintext,
    ),
  );
}

/**
 * AEAD decryption of one SFrame payload (RFC 9605 section 4.4.4).
 *
 * @returns undefined when the tag does not verify
 */
export async function decrypt(frameKey: FrameKey, ctr: bigint, aad: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  const { suite, key, salt } = frameKey;
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: nonce(salt, ctr), additionalData: aad, tagLength: suite.tagLength * 8 },
        key,
        sealed,
      ),
    );
  } catch {
    return undefined;
  }
}

/** The salt, XORed with the CTR in big-endian order at its end (RFC 9605 section 4.4.3). */
export function nonce(salt: Bytes, ctr: bigint): Bytes {
  const iv = salt.slice();
  let rest = ctr;
  for (let i = iv.length - 1; rest > 0n && i >= 0; i--) {
    iv[i] = (iv[i] ?? 0) ^ Number(rest & 0xffn);
    rest >>= 8n;
  }
  return iv;
}
