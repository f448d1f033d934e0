import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import vectors from '../../test/vectors/callseal-v1.json' with { type: 'json' };
import { type Chain, stepTo } from './chain.ts';
import { EMOJI, fileOf } from './emoji.ts';
import { safetyCode } from './safety-code.ts';

const SLOT = 5_879_664;
/** Shorter than those that are made, since all of its links are worked out again and again. */
const chain: Chain = { kind: 'chain', slot: SLOT, end: SLOT + 400, key: new Uint8Array(32).fill(6) };

it('is the same for who got the chain first and for who got it later', async () => {
  const code = await safetyCode(chain);
  const later = stepTo({ ...chain, key: chain.key.slice() }, SLOT + 300);
  const last = stepTo({ ...chain, key: chain.key.slice() }, chain.end - 1);
  if (!later || !last) throw new Error('the chain ended');
  expect(await safetyCode(later)).toEqual(code);
  expect(await safetyCode(last)).toEqual(code);
  expect(await safetyCode(chain)).toEqual(code); // and leaves the chain as it is
});

it('is that of the vectors', async () => {
  const bytes = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
  const { key, slot, end, safety_code } = vectors.chain;
  expect(await safetyCode({ kind: 'chain', slot, end, key: bytes(key) })).toEqual(safety_code);
  expect(await safetyCode({ kind: 'passphrase', key: bytes(vectors.call_secret) })).toEqual(vectors.safety_code);
});

it('differs with the secret, its kind and the end of its chain', async () => {
  const codes = await Promise.all([
    safetyCode(chain),
    safetyCode({ ...chain, key: chain.key.map((byte) => byte ^ 1) }),
    safetyCode({ ...chain, end: chain.end - 1 }),
    safetyCode({ kind: 'passphrase', key: chain.key }),
    safetyCode({ kind: 'passphrase', key: chain.key.map((byte) => byte ^ 1) }),
  ]);
  for (const form of ['digits', 'emoji'] as const) {
    expect(new Set(codes.map((code) => String(code[form]))).size).toBe(codes.length);
  }
});

it('has at least 64 bits in either form', async () => {
  const { digits, emoji } = await safetyCode({ kind: 'passphrase', key: new Uint8Array(32) });
  expect(digits).toMatch(/^\d{20}$/);
  expect(digits.length * Math.log2(10)).toBeGreaterThan(64);
  expect(emoji.length * Math.log2(EMOJI.length)).toBeGreaterThan(64);
  expect(emoji.every((index) => EMOJI[index] !== undefined)).toBe(true);
});

it('has 96 pictures that differ in look and in name', () => {
  expect(EMOJI.length).toBe(96);
  expect(new Set(EMOJI).size).toBe(96);
  const files = EMOJI.map((name) => readFileSync(new URL(`../../ui/emoji/${fileOf(name)}`, import.meta.url), 'utf8'));
  expect(new Set(files).size).toBe(96);
});
