import { sha256 } from '@noble/hashes/sha2.js';
import { readBigEndian } from '../bytes.ts';
import { WORD_LISTS } from './word-lists.ts';

/** English ones for everybody: both sides have to see the same. */
const { drawn: DRAWN, count: WORDS } = WORD_LISTS.en;

/** Six words of the list that English passphrases are drawn from, made of the SHA-256 of something public: 77 bits. */
export function publicWords(content: Uint8Array): string {
  let number = readBigEndian(sha256(content), 0, 32);
  const words: string[] = [];
  while (words.length < WORDS) {
    words.unshift(DRAWN[Number(number % BigInt(DRAWN.length))] ?? '');
    number /= BigInt(DRAWN.length);
  }
  return words.join(' ');
}
