import { createHash } from 'node:crypto';
import { scrypt } from '@noble/hashes/scrypt.js';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../bytes.ts';
import { hkdfSha512 } from '../hkdf.ts';
import { slotAt } from '../slots.ts';
import { isDrawn } from './drawn-words.ts';
import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { generatePassphrase } from './generate.ts';
import { normalise } from './normalise.ts';
import { callSecretFromPassphrase, checkPassphrase, type PassphraseError, passphraseSalt } from './passphrase.ts';
import { slotSecret } from './slot-secret.ts';
import { WORD_LISTS } from './word-lists.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('normalise', () => {
  it.each([
    ['Correct Horse  Battery-Staple', 'correcthorsebatterystaple'],
    ['  t-shirt drop-down ', 'tshirtdropdown'],
    ['Yo-Yo yoyo felt‑tip', 'yoyoyoyofelttip'],
    ['Übergrößenträger', 'ubergroßentrager'],
    ['ＦＵＬＬ ｗｉｄｔｈ', 'fullwidth'],
    ['ﬁne', 'fine'],
    ['café', 'cafe'],
    ['café', 'cafe'],
    ['İstanbul', 'istanbul'],
    ['Ж дом', 'ждом'],
    ['ΟΔΟΣ ΑΣ', 'οδοσασ'],
    ['12-34 ٣', '1234٣'],
    ['—!?', ''],
  ])('makes %j to %j', (typed, normal) => expect(normalise(typed)).toBe(normal));

  it('changes nothing the second time, and no case or spacing matters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
        expect(normalise(` ${text}-`)).toBe(normalise(text));
      }),
    );
  });
});

/** Random values in place of the browser's. @throws Error when more are asked for than there are */
function drawn<T>(array: T, draws: number[]): T {
  const next = draws.shift();
  if (next === undefined) throw new Error('more was drawn than the test has');
  (array as Uint32Array).set([next]);
  return array;
}

const DRAWN_WORDS = WORD_LISTS.en.drawn;

describe('words', () => {
  it('are the EFF long list', () => {
    const file = EFF_LONG_WORDS.map((word, index) => `${dice(index)}\t${word}\n`).join('');
    expect(createHash('sha256').update(file).digest('hex')).toBe(
      'addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e',
    );
  });

  it('stay apart when normalised, but for one pair that is never drawn', () => {
    const first = new Map<string, string>();
    const collisions = EFF_LONG_WORDS.flatMap((word) => {
      const other = first.get(normalise(word));
      first.set(normalise(word), word);
      return other ? [[other, word]] : [];
    });
    expect(collisions).toEqual([['yo-yo', 'yoyo']]);
    expect(EFF_LONG_WORDS.every((word) => normalise(word).length >= 3)).toBe(true);
    expect(EFF_LONG_WORDS.filter((word) => !DRAWN_WORDS.includes(word))).toEqual([
      'drop-down',
      'felt-tip',
      't-shirt',
      'yo-yo',
    ]);
  });

  it('are drawn six at a time, and always strong enough', () => {
    for (let i = 0; i < 200; i++) {
      const words = generatePassphrase('en').split(' ');
      expect(words.length).toBe(6);
      expect(words.every((word) => DRAWN_WORDS.includes(word))).toBe(true);
    }
  });

  it('are drawn again when one comes twice, so that what we make is never refused', () => {
    const second = [700, 1_900, 3_100, 4_300, 5_500, 6_700];
    const draws = [1, 1, 2, 3, 4, 5, ...second];
    const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => drawn(array, draws));
    expect(generatePassphrase('en')).toBe(second.map((index) => DRAWN_WORDS[index]).join(' '));
    random.mockRestore();
  });

  it('are drawn without favouring any', () => {
    // The largest multiple of 7,772 that 32 bits hold: from there on a remainder would favour the first words.
    const fair = 2 ** 32 - (2 ** 32 % DRAWN_WORDS.length);
    const draws = [fair, 2 ** 32 - 1, fair - 1, 700, 1_900, 3_100, 4_300, 5_500];
    const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => drawn(array, draws));
    expect(generatePassphrase('en').split(' ')[0]).toBe(DRAWN_WORDS.at(-1));
    random.mockRestore();
  });
});

it('drawn words are known however they are spaced', () => {
  expect(isDrawn(' Abacus  zoom yogurt unicorn tulip reprint')).toBe(true);
  expect(isDrawn('abacus-zoom-yogurt-unicorn-tulip-reprint')).toBe(true);
  expect(isDrawn('abacus zoom yogurt unicorn tulip reprint x')).toBe(false);
});

describe('passphrase', () => {
  const meet = { service: 'meet', meeting: 'abc-defg-hij' };
  const reason = (text: string, name = meet, measured = false): string => {
    try {
      checkPassphrase(text, name, measured);
      return 'taken';
    } catch (error) {
      if (text) expect(String(error)).not.toContain(text); // never in an error
      return (error as PassphraseError).reason;
    }
  };

  it('is refused with the reason', () => {
    expect(reason('')).toBe('empty');
    expect(reason(' -- ')).toBe('empty');
    expect(reason('hunter2')).toBe('own-text');
    expect(reason('xk7q9vbn2mwpz4rt')).toBe('own-text');
    expect(reason('xk7q9vbn2mwpz4rt', meet, true)).toBe('taken');
    expect(reason('xk7q9vbn2mwpz4rt', { service: 'zoom', meeting: '' }, true)).toBe('needs-generated');
    expect(reason('abacus zoom yogurt unicorn tulip reprint', { service: 'zoom', meeting: '' })).toBe('taken');
  });

  it('is salted with service and meeting, unambiguously', () => {
    expect(hex(passphraseSalt(meet))).toBe(
      `${hex(utf8('callseal v1'))}0004${hex(utf8('meet'))}000c${hex(utf8('abc-defg-hij'))}`,
    );
    expect(passphraseSalt({ service: 'ab', meeting: 'c' })).not.toEqual(
      passphraseSalt({ service: 'a', meeting: 'bc' }),
    );
  });

  it('makes the same secret for everybody who means the same', async () => {
    const words = 'abacus zoom yogurt unicorn tulip reprint';
    const secret = await callSecretFromPassphrase(words, meet);
    expect(hex(await callSecretFromPassphrase('Abacus-ZOOM yogurt  unicorn, tulip reprint!', meet))).toBe(hex(secret));
    const expected = scrypt(utf8(normalise(words)), passphraseSalt(meet), {
      N: 2 ** 17,
      r: 8,
      p: 1,
      dkLen: 32,
      maxmem: 2 ** 28,
    });
    expect(hex(secret)).toBe(hex(expected));
  }, 60_000);

  it('uses scrypt as RFC 7914 section 12 has it', () => {
    const key = scrypt(utf8('pleaseletmein'), utf8('SodiumChloride'), { N: 16_384, r: 8, p: 1, dkLen: 64 });
    expect(hex(key)).toBe(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    );
  });
});

describe('slots', () => {
  it('are 300 seconds of Unix time', () => {
    expect(slotAt(0)).toBe(0);
    expect(slotAt(299_999)).toBe(0);
    expect(slotAt(300_000)).toBe(1);
  });

  it('have unrelated secrets', async () => {
    const callSecret = new Uint8Array(32).fill(7);
    const one = await slotSecret(callSecret, 5_900_000);
    expect(one.byteLength).toBe(32);
    expect(hex(await slotSecret(callSecret, 5_900_000))).toBe(hex(one));
    expect(hex(await slotSecret(callSecret, 5_900_001))).not.toBe(hex(one));
    expect(hex(await slotSecret(callSecret, 5_900_000 + 256))).not.toBe(hex(one));
  });

  it('are derived by HKDF-SHA-512 as Node has it', async () => {
    const { hkdfSync } = await import('node:crypto');
    const raw = new Uint8Array(32).fill(3);
    const key = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits']);
    const expected = Buffer.from(hkdfSync('sha512', raw, Buffer.alloc(0), 'callseal v1 hint', 32)).toString('hex');
    expect(hex(await hkdfSha512(key, utf8('callseal v1 hint')))).toBe(expected);
  });
});

function dice(index: number): string {
  return index
    .toString(6)
    .padStart(5, '0')
    .replace(/\d/g, (digit) => String(Number(digit) + 1));
}
