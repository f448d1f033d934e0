import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { isGeneratedLike } from './strength.ts';

/**
 * The words that are drawn: those written with letters only. A hyphen invites the question whether it is to be typed,
 * and "yo-yo" and "yoyo" are the same once normalised.
 */
export const DRAWN_WORDS: readonly string[] = EFF_LONG_WORDS.filter((word) => /^[a-z]+$/.test(word));

/** Words of a generated passphrase: 6 of 7,772 are 77 bits. */
export const WORDS = 6;

/**
 * A passphrase of random words from the EFF long list, joined by single spaces. One draw in 500 has a word twice; it is
 * drawn again, so that what we make is always taken for what it is.
 */
export function generatePassphrase(): string {
  for (;;) {
    const words = Array.from({ length: WORDS }, () => DRAWN_WORDS[randomBelow(DRAWN_WORDS.length)]).join(' ');
    if (isGeneratedLike(words)) return words;
  }
}

/** A uniform random integer: values that would favour small results are drawn again. */
function randomBelow(limit: number): number {
  const drawn = new Uint32Array(1);
  const fair = 2 ** 32 - (2 ** 32 % limit);
  do crypto.getRandomValues(drawn);
  while ((drawn[0] ?? 0) >= fair);
  return (drawn[0] ?? 0) % limit;
}
