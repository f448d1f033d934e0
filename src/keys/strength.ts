import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { normalise } from './normalise.ts';

/** Bits a typed passphrase needs: the vendor holds ciphertext, and may test guesses on it for years. */
export const NEEDED_BITS = 60;

const WORD_BITS = Math.log2(EFF_LONG_WORDS.length);
const LETTER_BITS = Math.log2(26);
const DIGIT_BITS = Math.log2(10);
/** A character that repeats the one before, or is the next of the alphabet or of the digits. */
const PREDICTABLE_BITS = 1;
const YEAR_BITS = Math.log2(200);

const words = new Set(EFF_LONG_WORDS.map(normalise));
const longest = Math.max(...Array.from(words, (word) => word.length));

/**
 * How many guesses a passphrase would take, in bits: the cheapest way to put its normalised form together from words of
 * the EFF list, years, letters and digits. An estimate: it knows no names, quotations or song texts, so it flatters
 * what a person makes up, and is exact only for words drawn from the list.
 */
export function estimateBits(passphrase: string): number {
  const text = normalise(passphrase).slice(0, 512);
  // cost[i]: the cheapest way to make the first i characters
  const cost = new Float64Array(text.length + 1).fill(Number.POSITIVE_INFINITY);
  cost[0] = 0;
  const drawn = new Set<string>();
  for (let end = 1; end <= text.length; end++) {
    let best = (cost[end - 1] ?? 0) + characterBits(text, end - 1);
    for (let length = 3; length <= Math.min(longest, end); length++) {
      const part = text.slice(end - length, end);
      const bits = words.has(part)
        ? drawn.has(part) && repeats(text, part)
          ? PREDICTABLE_BITS
          : WORD_BITS
        : yearBits(part);
      best = Math.min(best, (cost[end - length] ?? 0) + bits);
      if (words.has(part)) drawn.add(part);
    }
    cost[end] = best;
  }
  return cost[text.length] ?? 0;
}

/** Whether every word is of the EFF list and there are as many as we generate: no estimate is needed then. */
export function isGeneratedLike(passphrase: string): boolean {
  const parts = passphrase.trim().split(/\s+/).map(normalise);
  return new Set(parts).size >= 6 && parts.every((part) => words.has(part));
}

function characterBits(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const step = code - text.charCodeAt(index - 1);
  if (index > 0 && (step === 0 || step === 1 || step === -1)) return PREDICTABLE_BITS;
  return code >= 0x30 && code <= 0x39 ? DIGIT_BITS : LETTER_BITS;
}

function yearBits(part: string): number {
  return /^(?:18|19|20)\d\d$/.test(part) ? YEAR_BITS : Number.POSITIVE_INFINITY;
}

/** A word said twice adds little. */
function repeats(text: string, part: string): boolean {
  return text.indexOf(part) !== text.lastIndexOf(part);
}
