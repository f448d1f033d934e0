/**
 * The mark by which the page hook knows, before the page's first connection, that protection is on. The guard keeps it
 * in the tab's sessionStorage while that is so. It is no secret, and a page that deletes it ends up broken.
 */
const MARK = 'callseal';

export function isMarked(): boolean {
  try {
    return sessionStorage.getItem(MARK) === 'on';
  } catch {
    return false; // an opaque origin has no storage; its guard says what is to be done
  }
}

export function setMark(on: boolean): void {
  try {
    if (on) sessionStorage.setItem(MARK, 'on');
    else sessionStorage.removeItem(MARK);
  } catch {
    // an opaque origin has no storage
  }
}
