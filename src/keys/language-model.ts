/** More than a stretch of any language takes per letter, and less than drawn letters do: bits. */
const FOREIGN_BITS = 5.25;
/** What a sequence of three that no word has counts as. */
const UNSEEN = 0.02;

/** Which letters follow which two in the words of a language. It tells names, slips and compounds from drawn letters. */
export class LanguageModel {
  readonly #counts = new Float64Array(27 ** 3);
  readonly #sums = new Float64Array(27 ** 2);

  /** @param words lower case; anything but a to z counts as the edge of a word */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      for (let at = 0; at < word.length; at++) {
        const context = contextOf(word, at);
        const letter = codeAt(word, at);
        this.#counts[context * 27 + letter] = (this.#counts[context * 27 + letter] ?? 0) + 1;
        this.#sums[context] = (this.#sums[context] ?? 0) + 1;
      }
    }
  }

  /** Whether letters could be those of a language. */
  isLike(text: string): boolean {
    let bits = 0;
    for (let at = 0; at < text.length; at++) bits += this.#bits(text, at);
    return bits < FOREIGN_BITS * text.length;
  }

  #bits(text: string, at: number): number {
    const context = contextOf(text, at);
    const count = this.#counts[context * 27 + codeAt(text, at)] ?? 0;
    return -Math.log2((count + UNSEEN) / ((this.#sums[context] ?? 0) + 27 * UNSEEN));
  }
}

/** The two before, as one number. */
function contextOf(text: string, at: number): number {
  return codeAt(text, at - 2) * 27 + codeAt(text, at - 1);
}

/** 1 to 26 for a to z, 0 for anything else. */
function codeAt(text: string, at: number): number {
  const code = text.charCodeAt(at) - 96;
  return code >= 1 && code <= 26 ? code : 0;
}
