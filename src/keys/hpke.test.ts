import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { afterEach, describe, expect, it, vi } from 'vitest';
import vectors from '../../test/vectors/rfc9180.json' with { type: 'json' };
import type { Bytes } from '../bytes.ts';
import { generateKeyPair, openSealed, SUITE, sealTo } from './hpke.ts';

const bytes = (digits: string): Bytes => Uint8Array.from(Buffer.from(digits, 'hex'));
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex');
const suites = new Map([
  [1, new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM)],
  [2, SUITE],
]);

afterEach(() => void vi.restoreAllMocks());

it('is the suite of the documents', () => {
  expect([SUITE.KEM.id, SUITE.KDF.id, SUITE.AEAD.id]).toEqual([0x20, 1, 2]);
});

describe.each(vectors.vectors)('$name', (vector) => {
  const suite = suites.get(vector.aead_id) ?? SUITE;
  const info = bytes(vector.info);
  const importPair = async (privateKey: string, publicKey: string) => ({
    privateKey: await suite.DeserializePrivateKey(bytes(privateKey), true),
    publicKey: await suite.DeserializePublicKey(bytes(publicKey)),
  });

  it('derives the key pairs', async () => {
    for (const [ikm, sk, pk] of [
      [vector.ikmR, vector.skRm, vector.pkRm],
      [vector.ikmE, vector.skEm, vector.pkEm],
    ] as const) {
      const pair = await suite.DeriveKeyPair(bytes(ikm), true);
      expect(hex(await suite.SerializePrivateKey(pair.privateKey))).toBe(sk);
      expect(hex(await suite.SerializePublicKey(pair.publicKey))).toBe(pk);
    }
  });

  it('seals to the very bytes, given the ephemeral key', async () => {
    const ephemeral = await importPair(vector.skEm, vector.pkEm);
    const recipient = await importPair(vector.skRm, vector.pkRm);
    vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValue(ephemeral as CryptoKeyPair as never);
    const [first] = vector.encryptions;
    const sealed = await suite.Seal(recipient.publicKey, bytes(first?.pt ?? ''), {
      info,
      aad: bytes(first?.aad ?? ''),
    });
    expect(hex(sealed.encapsulatedSecret)).toBe(vector.enc);
    expect(hex(sealed.ciphertext)).toBe(first?.ct);
  });

  it('opens, and exports', async () => {
    const recipient = await importPair(vector.skRm, vector.pkRm);
    const context = await suite.SetupRecipient(recipient, bytes(vector.enc), { info });
    for (const { aad, pt, ct } of vector.encryptions) expect(hex(await context.Open(bytes(ct), bytes(aad)))).toBe(pt);
    for (const { exporter_context, L, exported_value } of vector.exports) {
      expect(hex(await context.Export(bytes(exporter_context), L))).toBe(exported_value);
    }
  });
});

describe('what was sealed to a key', () => {
  const info = bytes('0102');
  const plaintext = bytes('c0ffee');

  it('opens with that key and info', async () => {
    const pair = await generateKeyPair();
    const sealed = await sealTo(pair.publicKey, info, plaintext);
    expect(sealed.byteLength).toBe(32 + plaintext.byteLength + 16);
    expect(await openSealed(pair, info, sealed)).toEqual(plaintext);
  });

  it('opens with nothing else', async () => {
    const [pair, other] = [await generateKeyPair(), await generateKeyPair()];
    const sealed = await sealTo(pair.publicKey, info, plaintext);
    expect(await openSealed(other, info, sealed)).toBeUndefined();
    expect(await openSealed({ ...pair, publicKey: other.publicKey }, info, sealed)).toBeUndefined();
    expect(await openSealed(pair, bytes('0103'), sealed)).toBeUndefined();
    for (let index = 0; index < sealed.byteLength; index++) {
      const changed = sealed.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await openSealed(pair, info, changed), String(index)).toBeUndefined();
    }
    for (const length of [0, 31, 32, 47]) expect(await openSealed(pair, info, sealed.slice(0, length))).toBeUndefined();
  });

  // RFC 7748 section 6.1: with these points the shared secret is zero whatever the other side's key is.
  it.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  ])('is never sealed to the low-order point %s', async (point) => {
    await expect(sealTo(bytes(point), info, plaintext)).rejects.toThrow();
  });
});
