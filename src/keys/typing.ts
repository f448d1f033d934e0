import { normalise } from './normalise.ts';
import { WORD_LANGUAGES, WORD_LISTS, type WordList } from './word-lists.ts';

/** A word of a passphrase that is being typed. */
export interface TypedWord {
  readonly text: string;
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** listed: a word of the list; unfinished: the last one, and the beginning of a word; unlisted: neither. */
  readonly verdict: 'listed' | 'unfinished' | 'unlisted';
  /** What is wrong with an unlisted word, if it is one letter away from a listed one. */
  readonly mistake: Mistake | null;
  /** The nearest words of the list, nearest first, at most three; for an unfinished word those that begin so. */
  readonly nearest: readonly string[];
}

export type Mistake = 'missing-letter' | 'extra-letter' | 'wrong-letter' | 'swapped-letters';

const SUGGESTIONS = 3;
/** Letters that may be wrong in a word for another to be suggested. */
const MAX_DISTANCE = 2;
/** Longer than any word with two wrong letters: not looked up, however long somebody's text is. */
const MAX_LENGTH = 12;

/** Words that are known, by their normalised form: of one list, or of all. */
interface Known {
  readonly byForm: ReadonlyMap<string, string>;
  readonly longest: number;
}

const known = (lists: readonly WordList[]): Known => ({
  byForm: new Map(
    lists.flatMap(({ words, places }) => Array.from(places, ([form, place]) => [form, words[place] ?? form])),
  ),
  longest: Math.max(...lists.map(({ longest }) => longest)),
});

const LISTS = WORD_LANGUAGES.map((language) => ({ list: WORD_LISTS[language], words: known([WORD_LISTS[language]]) }));
const ANY = known(LISTS.map(({ list }) => list));

/**
 * Looks at a passphrase word by word while it is typed. Case, accents and what stands between words do not matter;
 * words of the list that were written together or joined by dashes are listed, since the key is the same. The list is
 * the one that more of the words belong to; as long as that is open, both.
 */
export function checkTyping(text: string): TypedWord[] {
  const typed = Array.from(text.matchAll(/[^\s,;]+/gu), (match) => {
    const end = match.index + match[0].length;
    return { text: match[0], start: match.index, end };
  }).filter((word) => normalise(word.text) !== '');
  const words = meantBy(typed.map((word) => word.text))?.words ?? ANY;
  return typed.map((word) => ({ ...word, ...judge(words, word.text, word.end === text.length) }));
}

/** The list that a text is meant to be of. @returns undefined when as many of its words are on the other one */
export function listOf(words: readonly string[]): WordList | undefined {
  return meantBy(words)?.list;
}

function meantBy(words: readonly string[]): (typeof LISTS)[number] | undefined {
  const forms = words.map(normalise);
  const counts = LISTS.map((each) => forms.filter((form) => isMadeOfListed(each.words, form)).length);
  const most = Math.max(...counts);
  const [first, ...others] = LISTS.filter((_, index) => counts[index] === most);
  return others.length === 0 ? first : undefined;
}

/** Whether somebody types words of the list, and not text of his own: then an unlisted word is a mistake. */
export function meansListed(words: readonly TypedWord[]): boolean {
  return words.filter(({ verdict }) => verdict !== 'unlisted').length * 2 >= words.length && words.length > 1;
}

function judge(words: Known, text: string, isLast: boolean): Pick<TypedWord, 'verdict' | 'mistake' | 'nearest'> {
  const form = normalise(text);
  if (isMadeOfListed(words, form)) return { verdict: 'listed', mistake: null, nearest: [] };
  if (isLast) {
    const begun = Array.from(words.byForm).filter(([listed]) => listed.startsWith(form));
    const nearest = begun.slice(0, SUGGESTIONS).map(([, word]) => word);
    if (nearest.length > 0) return { verdict: 'unfinished', mistake: null, nearest };
  }
  const found = form.length > MAX_LENGTH ? [] : nearestTo(words, form);
  const [closest] = found;
  return {
    verdict: 'unlisted',
    mistake: closest?.distance === 1 ? mistakeOf(form, closest.form) : null,
    nearest: found.map(({ word }) => word),
  };
}

function isMadeOfListed({ byForm, longest }: Known, form: string): boolean {
  const reached = [true];
  for (let end = 1; end <= form.length; end++) {
    reached[end] = false;
    for (let start = Math.max(0, end - longest); start < end && !reached[end]; start++) {
      reached[end] = (reached[start] ?? false) && byForm.has(form.slice(start, end));
    }
  }
  return reached[form.length] ?? false;
}

interface Near {
  readonly form: string;
  readonly word: string;
  readonly distance: number;
}

function nearestTo({ byForm }: Known, form: string): Near[] {
  return (
    Array.from(byForm, ([listed, word]) => ({ form: listed, word, distance: distanceOf(form, listed) }))
      .filter(({ distance }) => distance <= MAX_DISTANCE)
      // Letters are left out more often than mistaken or doubled; else in the list's order, as the sort is stable.
      .sort((one, other) => one.distance - other.distance || other.form.length - one.form.length)
      .slice(0, SUGGESTIONS)
  );
}

function mistakeOf(typed: string, listed: string): Mistake {
  if (typed.length < listed.length) return 'missing-letter';
  if (typed.length > listed.length) return 'extra-letter';
  const wrong = Array.from(typed).filter((letter, index) => letter !== listed.charAt(index)).length;
  return wrong === 2 ? 'swapped-letters' : 'wrong-letter';
}

/** Optimal string alignment distance: letters missing, extra, wrong, or two neighbours swapped. */
function distanceOf(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_DISTANCE) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one.charAt(i - 1) === other.charAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped =
        i > 1 && j > 1 && one.charAt(i - 1) === other.charAt(j - 2) && one.charAt(i - 2) === other.charAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > MAX_DISTANCE) return Number.POSITIVE_INFINITY;
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}
