/** The AES-GCM cipher suites of RFC 9605 section 4.5, table 1. Lengths in bytes. */
export interface Suite {
  readonly id: number;
  readonly name: string;
  readonly hash: 'SHA-256' | 'SHA-512';
  /** Nk: key length. */
  readonly keyLength: 16 | 32;
  /** Nn: nonce and salt length. */
  readonly nonceLength: 12;
  /** Nt: tag length. */
  readonly tagLength: 16;
}

export const AES_128_GCM_SHA256_128: Suite = {
  id: 4,
  name: 'AES_128_GCM_SHA256_128',
  hash: 'SHA-256',
  keyLength: 16,
  nonceLength: 12,
  tagLength: 16,
};

export const AES_256_GCM_SHA512_128: Suite = {
  id: 5,
  name: 'AES_256_GCM_SHA512_128',
  hash: 'SHA-512',
  keyLength: 32,
  nonceLength: 12,
  tagLength: 16,
};
