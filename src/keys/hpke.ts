import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { type Bytes, concat } from '../bytes.ts';

/** HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, all of it in WebCrypto. */
export const SUITE = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** Bytes of an encapsulated secret (RFC 9180 section 7.1). */
const ENCAPSULATED = 32;

/** Both 32 bytes, serialised as RFC 9180 section 7.1.1 and 7.1.2 have it. */
export interface KeyPair {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

export async function generateKeyPair(): Promise<KeyPair> {
  // Serialised because it has to outlive the background, which browsers end whenever it has nothing to do.
  const { publicKey, privateKey } = await SUITE.GenerateKeyPair(true);
  return {
    publicKey: (await SUITE.SerializePublicKey(publicKey)) as Bytes,
    privateKey: (await SUITE.SerializePrivateKey(privateKey)) as Bytes,
  };
}

/**
 * Seals to one public key.
 *
 * @returns the encapsulated secret (32 bytes) and the ciphertext
 * @throws the package's errors when the key is no usable one, such as a point of low order
 */
export async function sealTo(publicKey: Bytes, info: Bytes, plaintext: Bytes): Promise<Bytes> {
  const key = await SUITE.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await SUITE.Seal(key, plaintext, { info });
  return concat(encapsulatedSecret, ciphertext);
}

/** @returns undefined when it was sealed to another key, with another info, or changed on the way */
export async function openSealed(pair: KeyPair, info: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  const recipient = {
    publicKey: await SUITE.DeserializePublicKey(pair.publicKey),
    privateKey: await SUITE.DeserializePrivateKey(pair.privateKey, false),
  };
  try {
    const [encapsulated, ciphertext] = [sealed.slice(0, ENCAPSULATED), sealed.slice(ENCAPSULATED)];
    return (await SUITE.Open(recipient, encapsulated, ciphertext, { info })) as Bytes;
  } catch {
    return undefined;
  }
}
