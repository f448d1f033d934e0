import { EFF_LONG_WORDS } from './eff-long-words.generated.ts';
import { GERMAN_WORDS } from './german-words.ts';
import { normalise } from './normalise.ts';

/** Languages that passphrases are drawn in. */
export const WORD_LANGUAGES = ['en', 'de'] as const;
export type WordLanguage = (typeof WORD_LANGUAGES)[number];

/** What passphrases are drawn from in one language. */
export interface WordList {
  readonly language: WordLanguage;
  /** All words that are known when they are typed. */
  readonly words: readonly string[];
  /** Those that are drawn: written with letters only. */
  readonly drawn: readonly string[];
  /** How many make a passphrase of 77 bits. */
  readonly count: number;
  /** The place in `words` of each word, by its normalised form. */
  readonly places: ReadonlyMap<string, number>;
  /** Letters of the longest form. */
  readonly longest: number;
}

export const WORD_LISTS: Readonly<Record<WordLanguage, WordList>> = {
  en: listOf('en', EFF_LONG_WORDS, {
    // A hyphen invites the question whether it is to be typed, and "yo-yo" and "yoyo" are the same once normalised.
    drawn: EFF_LONG_WORDS.filter((word) => /^[a-z]+$/.test(word)),
    count: 6,
  }),
  de: listOf('de', GERMAN_WORDS, { drawn: GERMAN_WORDS, count: 7 }),
};

function listOf(
  language: WordLanguage,
  words: readonly string[],
  passphrase: Pick<WordList, 'drawn' | 'count'>,
): WordList {
  const places = new Map(words.map((word, place) => [normalise(word), place]));
  return {
    language,
    words,
    ...passphrase,
    places,
    longest: Math.max(...Array.from(places.keys(), (form) => form.length)),
  };
}

/** The language to draw words in for users of a language of the extension. @param language such as 'de' */
export function wordLanguageOf(language: string): WordLanguage {
  return language === 'de' ? 'de' : 'en';
}
