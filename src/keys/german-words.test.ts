/** What the German list promises, and what becomes of its words. */
import { createHash, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawnBits, isDrawn } from './drawn-words.ts';
import { generatePassphrase } from './generate.ts';
import { GERMAN_WORDS } from './german-words.ts';
import { normalise } from './normalise.ts';
import { callSecretFromPassphrase, passphraseSalt } from './passphrase.ts';
import { WORD_LISTS } from './word-lists.ts';

const MEET = { service: 'meet', meeting: 'abc-defg-hij' };
/** Any seven words that lie apart. */
const SEVEN = 'zauberer kartoffel leuchten museum ananas treppe wolkig';

describe('the list', () => {
  it('is what it was: somebody may use a passphrase of it', () => {
    expect(GERMAN_WORDS.length).toBe(2_048);
    expect(createHash('sha256').update(GERMAN_WORDS.join('\n')).digest('hex')).toBe(
      '0f0589976b884b06d3eb32eb2fe7cdccc4e513235d346f53606b16435ba6ea1e',
    );
  });

  it('has short words of small letters, sorted, that are already in the form of keys', () => {
    expect(GERMAN_WORDS.filter((word) => !/^[a-z]{3,9}$/.test(word) || normalise(word) !== word)).toEqual([]);
    expect(GERMAN_WORDS.toSorted()).toEqual(GERMAN_WORDS);
    expect(new Set(GERMAN_WORDS).size).toBe(GERMAN_WORDS.length);
  });

  it('has no word that begins another, so that words written together are read in one way', () => {
    // In a sorted list the word that begins another stands right before one that it begins.
    expect(GERMAN_WORDS.filter((word, index) => GERMAN_WORDS[index + 1]?.startsWith(word))).toEqual([]);
  });

  it('has no two words that one wrong, missing, extra or swapped letter turns into each other', () => {
    const known = new Set(GERMAN_WORDS);
    const near = GERMAN_WORDS.flatMap((word) => slips(word).filter((slip) => slip !== word && known.has(slip)));
    expect(near).toEqual([]);
    expect(slips('hand')).toEqual(expect.arrayContaining(['and', 'hund', 'handy', 'ahnd']));
  });

  it('has no two words that sound alike', () => {
    const first = new Map<string, string>();
    const alike = GERMAN_WORDS.flatMap((word) => {
      const other = first.get(sound(word));
      first.set(sound(word), word);
      return other ? [`${other} ${word}`] : [];
    });
    expect(alike).toEqual([]);
    for (const [one, other] of [
      ['saite', 'seite'],
      ['rad', 'rat'],
      ['viel', 'fiel'],
      ['wahl', 'wal'],
    ] as const)
      expect(sound(one)).toBe(sound(other));
  });

  it('needs no umlaut, also not one that is spelled out', () => {
    // "ae", "oe" and "ue" stand here for no umlaut, and "ss" for no sharp s.
    const spelled = GERMAN_WORDS.filter((word) => /ae|oe|(?<![aeq])ue/.test(word));
    expect(spelled).toEqual(['aktuell', 'oboe', 'statue']);
    const sharp = /strasse|fuss|gruss|weiss|gross|spass|draussen|aussen|heiss|suess|gefaess|strauss/;
    expect(GERMAN_WORDS.filter((word) => sharp.test(word))).toEqual([]);
  });

  it('has too few of what people say in a row', () => {
    const rows = [
      'januar februar april mai juni juli august september oktober november dezember',
      'montag dienstag mittwoch donnerstag freitag samstag sonntag',
      'null eins zwei drei vier sechs sieben acht neun zehn elf zwanzig hundert tausend',
      'rot orange gelb blau indigo violett rosa lila braun grau pink',
      'merkur venus erde mars jupiter saturn uranus neptun pluto',
    ];
    for (const row of rows) {
      const words = row.split(' ').filter((word) => GERMAN_WORDS.includes(word));
      expect(words.length, row).toBeLessThan(WORD_LISTS.de.count);
    }
  });
});

describe('seven words', () => {
  it('have 77 bits, and are known however they are written', () => {
    expect(GERMAN_WORDS.length ** WORD_LISTS.de.count).toBe(2 ** 77);
    const forms = [SEVEN, SEVEN.toUpperCase(), SEVEN.replaceAll(' ', '-'), SEVEN.replaceAll(' ', ''), ` ${SEVEN}. `];
    for (const form of forms) expect(drawnBits(form)).toBe(77);
    for (let index = 0; index < 100; index++) {
      const drawn = generatePassphrase('de');
      expect(drawn.split(' ').length).toBe(7);
      expect(drawnBits(drawn.replaceAll(' ', ''))).toBe(77);
    }
  });

  it('are not six of them, not with a word of the other list, not neighbours, not a sentence', () => {
    for (const text of [
      SEVEN.replace('wolkig', ''),
      SEVEN.replace('wolkig', 'abacus'),
      SEVEN.replace('wolkig', 'zauberer'),
      GERMAN_WORDS.slice(100, 107).join(' '),
      'der Hund liegt heute im Garten und schläft',
      'abacus zoom yogurt zauberer kartoffel leuchten museum',
    ]) {
      expect(isDrawn(text), text).toBe(false);
    }
    expect(isDrawn('abacus zoom yogurt unicorn tulip reprint')).toBe(true);
  });

  it('become the same key as in any other implementation of scrypt', async () => {
    const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
    const expected = scryptSync(SEVEN.replaceAll(' ', ''), passphraseSalt(MEET), 32, options);
    const secret = await callSecretFromPassphrase(SEVEN, MEET);
    expect(Buffer.from(secret).toString('hex')).toBe(expected.toString('hex'));
    expect(expected.toString('hex')).toBe('39e53f255dcb495b950806af18c431f8e5e70fd41ad01504d0e6be11beab8733');
  });
});

/** Everything that one slip makes of a word. */
function slips(word: string): string[] {
  const places = Array.from({ length: word.length + 1 }, (_, at) => at);
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  return [
    ...places.map((at) => word.slice(0, at) + word.slice(at + 1)),
    ...places.flatMap((at) => letters.map((letter) => word.slice(0, at) + letter + word.slice(at + 1))),
    ...places.flatMap((at) => letters.map((letter) => word.slice(0, at) + letter + word.slice(at))),
    ...places.slice(2).map((at) => word.slice(0, at - 2) + word.charAt(at - 1) + word.charAt(at - 2) + word.slice(at)),
  ];
}

/** About how a German word sounds: what is spelled in several ways, in one. */
function sound(word: string): string {
  return (
    word
      .replace(/ph/g, 'f')
      .replace(/th|dt/g, 't')
      .replace(/ck/g, 'k')
      .replace(/tz/g, 'z')
      .replace(/qu/g, 'kw')
      .replace(/x/g, 'ks')
      .replace(/([aeiou])h(?![aeiou])/g, '$1')
      .replace(/ie/g, 'i')
      .replace(/ai|ay|ey/g, 'ei')
      .replace(/y/g, 'i')
      .replace(/v/g, 'f')
      // A c that is none of ch and sch.
      .replace(/c(?!h)/g, 'k')
      .replace(/(.)\1+/g, '$1')
      .replace(/d$/, 't')
      .replace(/b$/, 'p')
      .replace(/g$/, 'k')
  );
}
