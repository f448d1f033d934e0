import { cutCheaply } from './cheapest-parts.ts';
import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { normalise } from './normalise.ts';

/** Words of a generated passphrase: 6 of 7,772 are 77 bits. */
export const WORDS = 6;

/** What is longer was not typed from a list of six words. */
const MAX_LENGTH = 256;
/** Drawn words get less once in a million times: what they get was chosen from one page of the list. */
const FEWEST_BITS = 52;

const PLACES: ReadonlyMap<string, number> = new Map(EFF_LONG_WORDS.map((word, place) => [normalise(word), place]));
const LONGEST = Math.max(...Array.from(PLACES.keys(), (word) => word.length));
const WORD_BITS = Math.log2(EFF_LONG_WORDS.length);

/**
 * The bits of a text that may have been drawn: at least six different words of the EFF list and nothing else, however
 * they are spaced, and not neighbours in the list, which somebody copied instead of drawing.
 *
 * @returns undefined when it was not drawn
 */
export function drawnBits(passphrase: string): number | undefined {
  const places = placesOf(normalise(passphrase).slice(0, MAX_LENGTH));
  if (places.length < WORDS || spreadBits(places) < FEWEST_BITS) return undefined;
  return places.length * WORD_BITS;
}

export function isDrawn(passphrase: string): boolean {
  return drawnBits(passphrase) !== undefined;
}

/** The different words of the fewest that make up the text, by their places in the list. */
function placesOf(text: string): number[] {
  const { parts } = cutCheaply(text, LONGEST, (start, end) => {
    const part = text.slice(start, end);
    if (!PLACES.has(part)) return Number.POSITIVE_INFINITY;
    return text.slice(0, start).includes(part) ? 0 : 1;
  });
  return Array.from(new Set(parts.map(([start, end]) => PLACES.get(text.slice(start, end)) ?? 0)));
}

/** What it takes to say each word by its distance to the nearest one before it. */
function spreadBits(places: readonly number[]): number {
  return places.reduce((sum, place, index) => {
    const nearest = Math.min(...places.slice(0, index).map((other) => Math.abs(place - other)));
    // Which one, which side, and how far.
    return sum + Math.min(WORD_BITS, 3 + Math.log2(1 + nearest));
  }, 0);
}
