import { sha256 } from '@noble/hashes/sha2.js';
import { readBigEndian } from '../bytes.ts';
import { WORDS } from './drawn-words.ts';
import { DRAWN_WORDS } from './generate.ts';

/** Six words of the list that a passphrase is drawn from, made of the SHA-256 of something public: 77 bits. */
export function publicWords(content: Uint8Array): string {
  let number = readBigEndian(sha256(content), 0, 32);
  const words: string[] = [];
  while (words.length < WORDS) {
    words.unshift(DRAWN_WORDS[Number(number % BigInt(DRAWN_WORDS.length))] ?? '');
    number /= BigInt(DRAWN_WORDS.length);
  }
  return words.join(' ');
}
