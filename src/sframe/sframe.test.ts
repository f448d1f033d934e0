import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import vectors from '../../test/vectors/rfc9605.json' with { type: 'json' };
import { type Bytes, concat, hex, readBigEndian } from '../bytes.ts';
import { decrypt, encrypt, nonce } from './cipher.ts';
import { Counter } from './counter.ts';
import { decodeHeader, HeaderEncoder } from './header.ts';
import { deriveFrameKey, importBaseKey, keyLabel, saltLabel } from './keys.ts';
import { ReplayWindow } from './replay-window.ts';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128 } from './suites.ts';

const bytes = (digits: string): Bytes => Uint8Array.from(Buffer.from(digits, 'hex'));
const digits = (of: Uint8Array): string => Buffer.from(of).toString('hex');

it('has all 289 header vectors', () => expect(vectors.header.length).toBe(289));

it.each(vectors.header)('encodes and decodes the header of KID $kid, CTR $ctr', ({ kid, ctr, encoded }) => {
  expect(digits(new HeaderEncoder(BigInt(kid)).encode(BigInt(ctr)))).toBe(encoded);
  expect(decodeHeader(bytes(encoded))).toEqual({ kid: BigInt(kid), ctr: BigInt(ctr), length: encoded.length / 2 });
  expect(decodeHeader(bytes(encoded).subarray(0, -1))).toBeUndefined();
});

// RFC 9605 section 4.3: values are encoded in as few bytes as they need.
it.each(['8007', '0807', '910008', '190008', '99010000ff', 'f000000000000000ff'])(
  'takes no header that is longer than needed: %s',
  (encoded) => expect(decodeHeader(bytes(encoded))).toBeUndefined(),
);

it('reads any bytes as a header that encodes to the same bytes, or as none', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 7, 8, 0x80, 0x88, 0x91, 0xff), { maxLength: 20 }), (any) => {
      const header = decodeHeader(new Uint8Array(any));
      if (header)
        expect(Array.from(new HeaderEncoder(header.kid).encode(header.ctr))).toEqual(any.slice(0, header.length));
    }),
  );
});

const suites = [AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128];
const cases = vectors.sframe.filter(({ cipher_suite }) => suites.some(({ id }) => id === cipher_suite));

it('has a vector for each suite', () => expect(cases.length).toBe(suites.length));

it.each(cases)('seals and opens the vector of suite $cipher_suite', async (vector) => {
  const suite = suites.find(({ id }) => id === vector.cipher_suite) ?? AES_256_GCM_SHA512_128;
  const [kid, ctr] = [BigInt(vector.kid), BigInt(vector.ctr)];
  expect(digits(keyLabel(suite, kid))).toBe(vector.sframe_key_label);
  expect(digits(saltLabel(suite, kid))).toBe(vector.sframe_salt_label);

  const raw = bytes(vector.base_key);
  const frameKey = await deriveFrameKey(suite, await importBaseKey(raw), kid);
  expect(raw.every((byte) => byte === 0)).toBe(true); // wiped
  expect(frameKey.key.extractable).toBe(false);
  expect(digits(frameKey.salt)).toBe(vector.sframe_salt);
  expect(digits(nonce(frameKey.salt, ctr))).toBe(vector.nonce);

  const header = new HeaderEncoder(kid).encode(ctr);
  const aad = concat(header, bytes(vector.metadata));
  expect(digits(aad)).toBe(vector.aad);
  const sealed = new Uint8Array(await encrypt(frameKey, ctr, aad, bytes(vector.pt)));
  expect(digits(concat(header, sealed))).toBe(vector.ct);
  expect(digits(new Uint8Array(await decrypt(frameKey, ctr, aad, sealed)))).toBe(vector.pt);
  await expect(decrypt(frameKey, ctr + 1n, aad, sealed)).rejects.toThrow();
});

it('refuses to wrap a counter', () => {
  const counter = new Counter(2n ** 64n - 1n);
  expect(counter.take()).toBe(2n ** 64n - 1n);
  expect(() => counter.take()).toThrow(RangeError);
});

it('knows new, late, repeated and replayed counters apart', () => {
  const window = new ReplayWindow(8);
  const at = 1_700_000_000_000;
  expect([0n, 1n, 5n].map((ctr) => window.accept(ctr, at))).toEqual(['new', 'new', 'new']);
  expect(window.accept(3n, at)).toBe('new'); // late
  expect(window.accept(3n, at + 1_999)).toBe('duplicate');
  expect(window.accept(3n, at + 2_000)).toBe('replay');
  expect(window.accept(3n, at - 60_000)).toBe('replay'); // a clock that went back excuses nothing
  expect(window.accept(100n, at)).toBe('new');
  expect(window.accept(92n, at)).toBe('replay'); // behind the window, seen or not
  expect(window.accept(93n, at)).toBe('new');
  // 100 - 8 shares a place with 100: a jump forgets what it runs over.
  expect(window.accept(101n, at)).toBe('new');
  expect(window.accept(93n, at)).toBe('replay');
});

it('agrees with a plain set of everything seen, for any order', () => {
  const window = new ReplayWindow(64);
  const seen = new Set<bigint>();
  let highest = -1n;
  let state = 7;
  for (let i = 0; i < 20_000; i++) {
    state = (state * 48_271) % 2_147_483_647;
    const ctr = BigInt(Math.max(0, Math.floor(i / 3) + (state % 90) - 45));
    const expected = !seen.has(ctr) && ctr > highest - 64n;
    expect(window.accept(ctr, 1) === 'new').toBe(expected);
    if (expected) seen.add(ctr);
    if (ctr > highest) highest = ctr;
  }
});

it('remembers over a reload', () => {
  const window = new ReplayWindow(8);
  window.restore(50n);
  expect(window.accept(50n, 1e12)).toBe('replay');
  expect(window.accept(44n, 1e12)).toBe('replay');
  expect(window.accept(51n, 1e12)).toBe('new');
});

it('writes KIDs as fixed hex digits', () => expect(hex(readBigEndian(bytes('00ab'), 0, 2), 4)).toBe('00ab'));
