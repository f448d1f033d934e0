import { type Bytes, bigEndian, concat, utf8 } from '../bytes.ts';
import type { Suite } from './suites.ts';

/** A frame key as WebCrypto holds it, non-extractable, and the salt of its nonces. */
export interface FrameKey {
  readonly suite: Suite;
  readonly key: CryptoKey;
  /** Nn bytes. */
  readonly salt: Bytes;
}

/**
 * Derives key and salt from a base key (RFC 9605 section 4.4.2): HKDF with empty salt, and labels that name the KID
 * and the suite.
 *
 * @param baseKey used with this one KID only, by one sender
 */
export async function deriveFrameKey(suite: Suite, baseKey: CryptoKey, kid: bigint): Promise<FrameKey> {
  const [key, salt] = await Promise.all([
    crypto.subtle.deriveKey(
      hkdf(suite, keyLabel(suite, kid)),
      baseKey,
      { name: 'AES-GCM', length: suite.keyLength * 8 },
      false,
      ['encrypt', 'decrypt'],
    ),
    crypto.subtle.deriveBits(hkdf(suite, saltLabel(suite, kid)), baseKey, suite.nonceLength * 8),
  ]);
  return { suite, key, salt: new Uint8Array(salt) };
}

/** The info of `sframe_key`: label, KID as 64 bits, suite as 16 bits. */
export function keyLabel(suite: Suite, kid: bigint): Bytes {
  return concat(utf8('SFrame 1.0 Secret key '), bigEndian(kid, 8), bigEndian(suite.id, 2));
}

/** The info of `sframe_salt`. */
export function saltLabel(suite: Suite, kid: bigint): Bytes {
  return concat(utf8('SFrame 1.0 Secret salt '), bigEndian(kid, 8), bigEndian(suite.id, 2));
}

function hkdf(suite: Suite, info: Bytes): HkdfParams {
  return { name: 'HKDF', hash: suite.hash, salt: new Uint8Array(0), info };
}

/** Imports raw base key bytes as a non-extractable HKDF key, and wipes them. */
export async function importBaseKey(raw: Bytes): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey', 'deriveBits']);
  } finally {
    raw.fill(0);
  }
}
