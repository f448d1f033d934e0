/**
 * How strong text of one's own is. With its dictionaries this is two megabytes and a half, so it is loaded by the popup
 * alone, when such text is typed.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as german } from '@zxcvbn-ts/language-de';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { cheapestParts, cutCheaply } from './cheapest-parts.ts';
import { LanguageModel } from './language-model.ts';
import { normalise } from './normalise.ts';

/** Guesses at a letter or digit of which nothing is known, as zxcvbn reckons: fewer than there are, and rightly so. */
const UNKNOWN_BITS = Math.log2(10);
/** A character that goes on with a run, such as 123 or aaa. */
const RUN_BITS = 1;
/** A part that was there before: which one, and how long. */
const REPEAT_BITS = 4;
const YEAR_BITS = Math.log2(200);
/**
 * All that words, names and numbers give together: everything that was ever written somewhere, with a date behind it,
 * can be tried. So at least half of what is needed has to come from characters that belong to no language.
 */
const MOST_BY_LANGUAGE = 30;
/** What is longer is judged by its beginning: the time to judge grows with the square of it. */
const MAX_LENGTH = 64;
/** No digits read as letters: zxcvbn tries so many ways that it runs out of memory, and `foreignBits` reads them in one. */
const LEET = {};
/** Shorter words match by chance, but for the most frequent ones. */
const SURE_LENGTH = 4;
const FREQUENT = 1_000;

const DICTIONARY = { ...common, ...english, ...withoutUmlauts(german) };
const zxcvbn = new ZxcvbnFactory({ dictionary: DICTIONARY, graphs: adjacencyGraphs, l33tTable: LEET });
const RANKS = ranksOf(Object.values(DICTIONARY));
/** Of words that are looked up; a longer one is made of shorter ones. */
const LONGEST = 24;
const language = new LanguageModel(RANKS.keys());

/**
 * How many guesses text of one's own would take, in bits: the least of what zxcvbn says of it, with and without its
 * spaces, and of what its parts give. Text that is a language, in whatever words and however long, never gets enough.
 *
 * @param known what the service knows of the call, normalised: it counts as words
 */
export function ownTextBits(passphrase: string, known: readonly string[]): number {
  const text = normalise(passphrase).slice(0, MAX_LENGTH);
  if (text === '') return 0;
  const inputs = Array.from(known);
  const isKnown = new Set(known);
  const guessed = [passphrase.slice(0, MAX_LENGTH), text].map(
    (form) => zxcvbn.check(form, inputs).guessesLog10 / Math.log10(2),
  );
  return Math.min(...guessed, partBits(text, isKnown), MOST_BY_LANGUAGE + foreignBits(text, isKnown));
}

/** The cheapest way to put it together from words, years, characters and what was there before. */
function partBits(text: string, known: ReadonlySet<string>): number {
  return cheapestParts(text, LONGEST, (start, end) => {
    const part = text.slice(start, end);
    if (end - start === 1) return isRun(text, start) ? RUN_BITS : UNKNOWN_BITS;
    if (end - start >= 3 && text.slice(0, start).includes(part)) return REPEAT_BITS;
    if (known.has(part)) return 1;
    if (/^(?:18|19|20)\d\d$/.test(part)) return YEAR_BITS;
    const rank = RANKS.get(part);
    return rank === undefined ? Number.POSITIVE_INFINITY : 1 + Math.log2(rank);
  });
}

/** The bits of what is neither word nor number, and does not look like a language either. */
function foreignBits(text: string, known: ReadonlySet<string>): number {
  const { parts } = cutCheaply(text, LONGEST, (start, end) => {
    if (end - start === 1) return 1;
    const part = text.slice(start, end);
    const isWord = part.length >= SURE_LENGTH && (RANKS.has(part) || RANKS.has(spelledOut(part)));
    return isWord || known.has(part) || /^\d{3,}$/.test(part) ? 0 : Number.POSITIVE_INFINITY;
  });
  const rest = parts.map(([start, end]) => (end - start === 1 ? text.charAt(start) : ' ')).join('');
  return rest
    .split(/ +/)
    .filter((stretch) => stretch !== '' && !language.isLike(spelledOut(stretch)))
    .reduce((sum, stretch) => sum + (stretch.match(/[a-z0-9]/g)?.length ?? 0) * UNKNOWN_BITS, 0);
}

/** Digits that stand for letters, as in p4ssw0rd, by these. */
function spelledOut(text: string): string {
  return text.replace(/[0-9]/g, (digit) => 'oizeasgtbg'.charAt(Number(digit)));
}

/** Two neighbours are chance, three are a run: side by side, or every other one, as in a1b2c3. */
function isRun(text: string, at: number): boolean {
  return [1, 2].some((step) => {
    if (at < 2 * step) return false;
    const last = text.charCodeAt(at) - text.charCodeAt(at - step);
    return Math.abs(last) <= 1 && last === text.charCodeAt(at - step) - text.charCodeAt(at - 2 * step);
  });
}

/** The best rank of every word that is long or frequent enough to count, by its normalised form. */
function ranksOf(lists: readonly (readonly (string | number)[])[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const list of lists) {
    for (const [index, entry] of list.entries()) {
      const word = String(entry);
      const form = /^[a-z]+$/.test(word) ? word : normalise(word);
      const rank = index + 1;
      if (form.length < 2 || (form.length < SURE_LENGTH && rank > FREQUENT)) continue;
      if (rank < (ranks.get(form) ?? Number.POSITIVE_INFINITY)) ranks.set(form, rank);
    }
  }
  return ranks;
}

/** People without umlauts on their keyboards write fuenf and gruss. */
function withoutUmlauts<T extends Readonly<Record<string, readonly (string | number)[]>>>(lists: T) {
  const spell = (word: string): string =>
    word.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, words]) => [
      [`${name}-de`, words as (string | number)[]],
      [`${name}-de-ascii`, words.map((word) => spell(String(word)))],
    ]),
  );
}
