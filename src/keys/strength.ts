import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { normalise } from './normalise.ts';

/** Bits a typed passphrase needs: the vendor holds ciphertext, and may test guesses on it for years. */
export const NEEDED_BITS = 60;

const WORD_BITS = Math.log2(EFF_LONG_WORDS.length);
const LETTER_BITS = Math.log2(26);
const DIGIT_BITS = Math.log2(10);
/** A character that goes on with a run: the same again, or the next of the alphabet or of the keyboard. */
const PREDICTABLE_BITS = 1;
/** A part that was there before: which one, and how long. */
const REPEAT_BITS = 4;
const YEAR_BITS = Math.log2(200);
/** Shorter parts cost less as characters, or match by chance. */
const SHORTEST_PART = 3;
/** What is longer is strong, or a repetition. */
const MAX_LENGTH = 256;
const KEYBOARD_ROWS = ['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', '1234567890'];

const words = new Set(EFF_LONG_WORDS.map(normalise));
const longest = Math.max(...Array.from(words, (word) => word.length));

/**
 * How many guesses a passphrase would take, in bits: the cheapest way to put its normalised form together from words of
 * the EFF list, years, letters, digits, and what was there before. An estimate: it knows no names, quotations, song
 * texts or words of other lists, so it flatters what a person makes up, and is exact only for words drawn from the list.
 */
export function estimateBits(passphrase: string): number {
  const text = normalise(passphrase).slice(0, MAX_LENGTH);
  return cheapest(text, (start, end) => {
    const part = text.slice(start, end);
    if (end - start === 1) return characterBits(text, start);
    if (end - start < SHORTEST_PART) return Number.POSITIVE_INFINITY;
    if (text.slice(0, start).includes(part)) return REPEAT_BITS;
    if (words.has(part)) return WORD_BITS;
    return /^(?:18|19|20)\d\d$/.test(part) ? YEAR_BITS : Number.POSITIVE_INFINITY;
  });
}

/** Whether it is made of at least six different words of the EFF list and nothing else, however they are spaced. */
export function isGeneratedLike(passphrase: string): boolean {
  const text = normalise(passphrase).slice(0, MAX_LENGTH);
  const fewest = cheapest(text, (start, end) => {
    const part = text.slice(start, end);
    if (!words.has(part)) return Number.POSITIVE_INFINITY;
    return text.slice(0, start).includes(part) ? 0 : 1;
  });
  return Number.isFinite(fewest) && fewest >= 6;
}

/** The least sum of costs by which `text` can be cut into parts. @param cost of the part from start to end */
function cheapest(text: string, cost: (start: number, end: number) => number): number {
  const least = new Float64Array(text.length + 1).fill(Number.POSITIVE_INFINITY);
  least[0] = 0;
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - longest); start < end; start++) {
      least[end] = Math.min(least[end] ?? 0, (least[start] ?? 0) + cost(start, end));
    }
  }
  return least[text.length] ?? 0;
}

function characterBits(text: string, index: number): number {
  // Two neighbours are chance, three are a run.
  if (index >= 2 && isRun(text.slice(index - 2, index + 1))) return PREDICTABLE_BITS;
  return /[0-9]/.test(text.charAt(index)) ? DIGIT_BITS : LETTER_BITS;
}

function isRun(three: string): boolean {
  const [one, two] = [three.charCodeAt(1) - three.charCodeAt(0), three.charCodeAt(2) - three.charCodeAt(1)];
  if (one === two && Math.abs(one) <= 1) return true;
  const backwards = three.charAt(2) + three.charAt(1) + three.charAt(0);
  return KEYBOARD_ROWS.some((row) => row.includes(three) || row.includes(backwards));
}
