/** What may stand in a report: numbers, and words of lists. */

/** A word of a list, and never any other: "none" for nothing, "other" for what is not on it. */
export function known(words: readonly string[], word: string | null | undefined): string {
  if (word === null || word === undefined) return 'none';
  return words.includes(word) ? word : 'other';
}

/** @returns 0 for whatever is no number */
export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;
}

/** Each word with how often it was counted, those that were not left out. */
export function tally(words: readonly string[], counts: Readonly<Partial<Record<string, number>>>): string {
  const counted = words.filter((word) => Object.hasOwn(counts, word));
  return list(counted.map((word) => `${word} ${number(counts[word])}`));
}

export function list(words: readonly string[]): string {
  return words.join(', ') || 'none';
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
