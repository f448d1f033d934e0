import { cutCheaply } from './cheapest-parts.ts';
import { normalise } from './normalise.ts';
import { WORD_LANGUAGES, WORD_LISTS, type WordList } from './word-lists.ts';

/** What is longer was not typed from a list of a few words. */
const MAX_LENGTH = 256;
/** Drawn words get less twice in a million times: what they get was chosen from one page of the list. */
const FEWEST_BITS = 52;

/**
 * The bits of a text that may have been drawn: at least as many different words of one language's list as a passphrase has,
 * and nothing else, however they are spaced, and not neighbours in the list, which somebody copied instead of drawing.
 *
 * @returns undefined when it was not drawn
 */
export function drawnBits(passphrase: string): number | undefined {
  const text = normalise(passphrase).slice(0, MAX_LENGTH);
  const bits = WORD_LANGUAGES.map((language) => bitsIn(WORD_LISTS[language], text)).filter(
    (found) => found !== undefined,
  );
  return bits.length > 0 ? Math.min(...bits) : undefined;
}

export function isDrawn(passphrase: string): boolean {
  return drawnBits(passphrase) !== undefined;
}

function bitsIn(list: WordList, text: string): number | undefined {
  const wordBits = Math.log2(list.words.length);
  const found = placesOf(list, text);
  if (found.length < list.count || spreadBits(found, wordBits) < FEWEST_BITS) return undefined;
  return found.length * wordBits;
}

/** The different words of the fewest that make up the text, by their places in the list. */
function placesOf({ places, longest }: WordList, text: string): number[] {
  const { parts } = cutCheaply(text, longest, (start, end) => {
    const part = text.slice(start, end);
    if (!places.has(part)) return Number.POSITIVE_INFINITY;
    return text.slice(0, start).includes(part) ? 0 : 1;
  });
  return Array.from(new Set(parts.map(([start, end]) => places.get(text.slice(start, end)) ?? 0)));
}

/** What it takes to say each word by its distance to the nearest one before it. */
function spreadBits(places: readonly number[], wordBits: number): number {
  return places.reduce((sum, place, index) => {
    const nearest = Math.min(...places.slice(0, index).map((other) => Math.abs(place - other)));
    // Which one, which side, and how far.
    return sum + Math.min(wordBits, 3 + Math.log2(1 + nearest));
  }, 0);
}
