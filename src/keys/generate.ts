import { isDrawn, WORDS } from './drawn-words.ts';
import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';

/**
 * The words that are drawn: those written with letters only. A hyphen invites the question whether it is to be typed,
 * and "yo-yo" and "yoyo" are the same once normalised.
 */
export const DRAWN_WORDS: readonly string[] = EFF_LONG_WORDS.filter((word) => /^[a-z]+$/.test(word));

/**
 * A passphrase of random words from the EFF long list, joined by single spaces. One draw in 500 has a word twice; it is
 * drawn again, as are neighbours in the list, so that what we make is always taken for what it is.
 */
export function generatePassphrase(): string {
  for (;;) {
    const words = Array.from({ length: WORDS }, () => DRAWN_WORDS[randomBelow(DRAWN_WORDS.length)]).join(' ');
    if (isDrawn(words)) return words;
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
