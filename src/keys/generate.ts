import { isDrawn } from './drawn-words.ts';
import { WORD_LISTS, type WordLanguage } from './word-lists.ts';

/**
 * A passphrase of random words, joined by single spaces: six English or seven German ones, 77 bits. One draw in 500 has an
 * English word twice, and one in 100 a German one; it is drawn again, as are neighbours in the list, so that what we make
 * is always taken for what it is.
 */
export function generatePassphrase(language: WordLanguage): string {
  const { drawn, count } = WORD_LISTS[language];
  for (;;) {
    const words = Array.from({ length: count }, () => drawn[randomBelow(drawn.length)]).join(' ');
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
