/**
 * The mark by which the page hook knows, before the page's first connection, that protection is on. The guard keeps it
 * in the tab's sessionStorage while that is so. It is no secret, and a page that deletes it ends up broken.
 */
const MARK = 'callseal';

/** @returns the mark, or null in a page that has none: an opaque origin has no storage, and its guard says what to do */
function readMark(): RegExpExecArray | null {
  try {
    return /^on(?: ([0-9a-f]{16}))?( card)?$/.exec(sessionStorage.getItem(MARK) ?? '');
  } catch {
    return null;
  }
}

export const isMarked = (): boolean => readMark() !== null;

/** The name of the protection that the mark stands for: of this tab, or of the one that opened this window. */
export const markedName = (): string | null => readMark()?.[1] ?? null;

/** Whether the user sends a card instead of the camera's picture. */
export const isCardMarked = (): boolean => readMark()?.[2] !== undefined;

/** @param name of the protection; null once it is off */
export function setMark(on: boolean, name: string | null, card: boolean): void {
  try {
    if (on) sessionStorage.setItem(MARK, `on${name === null ? '' : ` ${name}`}${card ? ' card' : ''}`);
    else sessionStorage.removeItem(MARK);
  } catch {
    // an opaque origin has no storage
  }
}
