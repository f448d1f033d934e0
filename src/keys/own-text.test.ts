import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isDrawn } from './drawn-words.ts';
import { generatePassphrase } from './generate.ts';
import { knownReason } from './known-text.ts';
import { NEEDED_BITS } from './needed-bits.ts';
import { ownTextBits } from './own-text.ts';

const CHOSEN = readFileSync(new URL('../../test/fixtures/chosen-phrases.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

/** A call of which nothing can be guessed. */
const NOTHING = { address: '', title: '', names: [], page: '' };

/** Whether a key would be made of it, after every step. */
function isTaken(text: string): boolean {
  if (knownReason(text, NOTHING)) return false;
  return isDrawn(text) || ownTextBits(text, []) >= NEEDED_BITS;
}

describe('what people choose', () => {
  it('is never taken', () => {
    expect(new Set(CHOSEN).size).toBeGreaterThanOrEqual(300);
    expect(CHOSEN.filter(isTaken)).toEqual([]);
  });

  it('is not either when it is written otherwise, or made longer by more of the kind', () => {
    const some = CHOSEN.filter((_, index) => index % 15 === 0);
    const changed = some.flatMap((text) => [
      text.toUpperCase(),
      text.replace(/ /g, '-'),
      `${text}!!1`,
      `${text} ${text}`,
    ]);
    expect(changed.filter(isTaken)).toEqual([]);
    expect(isTaken(CHOSEN.filter((text) => /^[a-zäöüß ]{20,}$/i.test(text)).join(' '))).toBe(false);
  });
});

describe('drawn words', () => {
  it('are always taken, however they are spaced', () => {
    for (let index = 0; index < 300; index++) {
      const words = generatePassphrase(index % 2 === 0 ? 'en' : 'de');
      for (const text of [words, words.toUpperCase(), words.replace(/ /g, ''), words.replace(/ /g, '-')])
        expect(isTaken(text), text).toBe(true);
    }
  });

  it('are not five of them, not with one misspelt, not neighbours of the list', () => {
    expect(isDrawn('unlatch cupbearer stitch graveness volley ibuprofen')).toBe(true);
    for (const text of [
      'unlatch cupbearer stitch graveness volley',
      'unlatch cupbearer stich graveness volley ibuprofen',
      'unlatch cupbearer stitch graveness volley volley',
      'abacus abdomen abdominal abide abiding ability',
      'stitch stock stomp stony stood stooge',
    ]) {
      expect(isDrawn(text), text).toBe(false);
      expect(isTaken(text), text).toBe(false);
    }
  });
});

describe('text of a password manager', () => {
  it.each([
    'vK7qX2mW9tR4zB6hJ3pN',
    'tqxwvkzjhrmpfgbdqxzwkvjh',
    '7f3kq9xw2mvz8hjt4prn6c',
    '&xW7!kQ3#vZ9$hT2%mR8^pJ4*bN6',
  ])('%s is taken', (text) => expect(isTaken(text)).toBe(true));

  it('is not when it is short, or what the service knows is taken away', () => {
    expect(ownTextBits('vK7qX2mW9', [])).toBeLessThan(NEEDED_BITS);
    expect(ownTextBits('', [])).toBe(0);
    const room = 'zqxwvkjhrmpf';
    expect(ownTextBits(`${room}tR4zB6hJ3`, [])).toBeGreaterThan(NEEDED_BITS);
    expect(ownTextBits(`${room}tR4zB6hJ3`, [room])).toBeLessThan(NEEDED_BITS);
  });
});
