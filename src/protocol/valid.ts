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

/** At most 64 characters; empty for anything else. */
export const text: Check<string> = (value) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');
