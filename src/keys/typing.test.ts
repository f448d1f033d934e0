import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { generatePassphrase } from './generate.ts';
import { normalise } from './normalise.ts';
import { checkTyping, listOf, meansListed } from './typing.ts';
import { WORD_LANGUAGES, WORD_LISTS } from './word-lists.ts';

const verdicts = (text: string): string[] => checkTyping(text).map(({ verdict }) => verdict);
/** The last word, with something behind it so that it is finished. */
const last = (text: string) => checkTyping(`${text} `).at(-1);

describe('words of the list', () => {
  it.each([
    'abacus zoom',
    ' Abacus,ZOOM; ',
    'abacus-zoom',
    'abacuszoom',
    'Ábacus zöom',
    'yo-yo yoyo',
    't-shirt T-Shirt tshirt',
    'drop-down dropdown felt-tip',
  ])('are known in %j', (text) => expect(new Set(verdicts(text))).toEqual(new Set(['listed'])));

  it('are all known, as they are written and as they are normalised', () => {
    for (const word of EFF_LONG_WORDS) {
      expect(last(word)?.verdict, word).toBe('listed');
      expect(last(normalise(word))?.verdict, word).toBe('listed');
    }
  });

  it('are known in whatever we generate', () => {
    for (let index = 0; index < 20; index++)
      for (const language of WORD_LANGUAGES)
        expect(new Set(verdicts(generatePassphrase(language)))).toEqual(new Set(['listed']));
  });
});

describe('a word that is not listed', () => {
  it.each([
    ['unicrn', 'missing-letter', 'unicorn'],
    ['uniicorn', 'extra-letter', 'unicorn'],
    ['unixorn', 'wrong-letter', 'unicorn'],
    ['unicron', 'swapped-letters', 'unicorn'],
    ['unixxrn', null, 'unicorn'],
    ['tulup', 'wrong-letter', 'tulip'],
    ['t-shrit', 'swapped-letters', 't-shirt'],
  ])('%s: %s, %s is meant', (typed, mistake, meant) => {
    expect(last(`abacus ${typed}`)).toMatchObject({ text: typed, verdict: 'unlisted', mistake });
    expect(last(`abacus ${typed}`)?.nearest[0]).toBe(meant);
  });

  it('gets the words of one mistake before those of two, and never more than three', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WORD_LISTS.en.drawn), fc.nat(8), (word, at) => {
        const typed = `${word.slice(0, at)}q${word.slice(at)}`;
        const found = last(typed);
        if (found?.verdict === 'listed') return;
        expect(found?.nearest.length).toBeGreaterThan(0);
        expect(found?.nearest.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 30 },
    );
  });

  it('that is far from all of them gets no suggestion', () => {
    expect(last('xqzkwvxq')).toMatchObject({ verdict: 'unlisted', mistake: null, nearest: [] });
    expect(last('correcthorsebatterystaplexq')).toMatchObject({ verdict: 'unlisted', nearest: [] });
  });
});

describe('the last word', () => {
  it('may be unfinished, until something stands behind it', () => {
    expect(checkTyping('abacus unic').at(-1)).toMatchObject({
      verdict: 'unfinished',
      nearest: ['unicorn', 'unicycle'],
    });
    expect(last('abacus unic')?.verdict).toBe('unlisted');
    expect(checkTyping('abacus unix').at(-1)?.verdict).toBe('unlisted');
  });
});

it('says where each word stands', () => {
  const text = '  abacus - zoooom!';
  const words = checkTyping(text);
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(['abacus', 'zoooom!']);
  expect(checkTyping(' -- , ')).toEqual([]);
});

describe('the list', () => {
  it('is the one that more words belong to', () => {
    const german = 'zauberer kartoffel leuchten';
    expect(listOf(german.split(' '))).toBe(WORD_LISTS.de);
    expect(listOf('abacus zoom yogurt'.split(' '))).toBe(WORD_LISTS.en);
    // "zebra" and "museum" are on both lists; "abacus" and "kartoffel" on one each.
    expect(listOf(['zebra', 'museum'])).toBeUndefined();
    expect(verdicts(`${german} abacus `)).toEqual(['listed', 'listed', 'listed', 'unlisted']);
    expect(verdicts('abacus zoom kartoffel ')).toEqual(['listed', 'listed', 'unlisted']);
    expect(verdicts('abacus kartoffel ')).toEqual(['listed', 'listed']);
  });

  it('suggests its own words, in either language', () => {
    expect(last('zauberer leuchten kartofel')).toMatchObject({ mistake: 'missing-letter', nearest: ['kartoffel'] });
    expect(last('zauberer leuchten Kartoffel')?.verdict).toBe('listed');
    expect(meansListed(checkTyping('Zauberer leuchten kartofel '))).toBe(true);
  });
});

it('tells words of the list from text of one’s own', () => {
  expect(meansListed(checkTyping('abacus zooom yogurt unicrn '))).toBe(true);
  expect(meansListed(checkTyping('der Hund schläft heute lange '))).toBe(false);
  expect(meansListed(checkTyping('xk7q9vbn2mwpz4rt'))).toBe(false);
});
