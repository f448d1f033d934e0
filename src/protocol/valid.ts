/**
 * Makes data of unknown origin safe. Every check is total: whatever it is given, it gives a value of its type, or what
 * stands for "none".
 */
export type Check<T> = (value: unknown) => T;

/** More than any call has; a hostile renderer must not fill the background's memory. */
const MAX_ENTRIES = 512;
const MAX_TEXT = 64;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOneOf<T extends string>(list: readonly T[], value: unknown): value is T {
  return (list as readonly unknown[]).includes(value);
}

/** @param otherwise stands for anything that is not in the list */
export function oneOf<T extends string, const E>(list: readonly T[], otherwise: E): Check<T | E> {
  return (value) => (isOneOf(list, value) ? value : otherwise);
}

/** @param otherwise stands for anything that is no text of this pattern */
export function matching<const E>(pattern: RegExp, otherwise: E): Check<string | E> {
  return (value) => (typeof value === 'string' && pattern.test(value) ? value : otherwise);
}

/** The first entries, at most `most`; those of which `entry` makes undefined are left out. */
export function listOf<T>(entry: Check<T | undefined>, most = MAX_ENTRIES): Check<readonly T[]> {
  return (value) =>
    Array.isArray(value)
      ? value
          .slice(0, most)
          .map(entry)
          .filter((each) => each !== undefined)
      : [];
}

export const flag: Check<boolean> = (value) => value === true;

/** A whole number from 0 on; 0 for anything else. */
export const count: Check<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0;

/** A whole number from 0 to `most`; 0 for anything that is no number, `most` for what is larger. */
export function atMost(most: number): Check<number> {
  return (value) => Math.min(count(value), most);
}

/** A record whose members each have a check, and no others. Whatever is no record becomes one of which nothing is known. */
export function shaped<T>(checks: { readonly [K in keyof T]: Check<T[K]> }): Check<T> {
  const names = Object.keys(checks) as (keyof T & string)[];
  return (value) => {
    const record = isRecord(value) ? value : {};
    return Object.fromEntries(names.map((name) => [name, checks[name](record[name])])) as T;
  };
}

/** How often each of these words was counted; words that were not are left out. */
export function tallied<W extends string>(words: readonly W[]): Check<Readonly<Partial<Record<W, number>>>> {
  return (value) => {
    const tally = isRecord(value) ? value : {};
    const counted = words.filter((word) => Object.hasOwn(tally, word));
    return Object.fromEntries(counted.map((word) => [word, count(tally[word])])) as Partial<Record<W, number>>;
  };
}

/** At most 64 characters; empty for anything else. */
export const text: Check<string> = (value) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');
