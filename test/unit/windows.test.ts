/** The tests' own choice of what to search for. */
import { expect, it } from 'vitest';
import { searchWindows, windowsOf } from '../support/windows.ts';

const frames = Array.from({ length: 50 }, (_, number) =>
  Uint8Array.from({ length: 400 }, (_byte, i) => (Math.imul(number * 400 + i, 2_654_435_761) >>> 13) & 0xff),
);

it('finds all windows where their frames stand', () => {
  const windows = windowsOf(frames, 100);
  expect(windows).toHaveLength(100);
  expect(searchWindows(windows, frames)).toEqual({ searched: 100, found: 100 });
  expect(searchWindows(windows, [new Uint8Array(10_000)])).toEqual({ searched: 100, found: 0 });
});

it('makes up for windows that say nothing', () => {
  // The middle of each frame is stuffing.
  const stuffed = frames.map((frame) => Uint8Array.from(frame).fill(0, 60, 250));
  expect(windowsOf(stuffed, 100).length).toBeGreaterThanOrEqual(100);
  expect(windowsOf([new Uint8Array(400)], 100)).toEqual([]);
});
