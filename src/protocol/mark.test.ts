import { afterEach, expect, it, vi } from 'vitest';
import { isCardMarked, isMarked, markedName, setMark } from './mark.ts';

afterEach(() => vi.unstubAllGlobals());

const NAME = '0123456789abcdef';

it.each([
  [true, NAME, false],
  [true, NAME, true],
  [true, null, true],
  [false, NAME, true],
])('says what was marked: %s, %s, card %s', (on, name, card) => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  setMark(on, name, card);
  expect([isMarked(), markedName(), isCardMarked()]).toEqual([on, on ? name : null, on && card]);
});
