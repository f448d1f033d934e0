import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnModeWatch, STANDS_WITHIN_MS } from './own-mode-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(standing: readonly string[]): { watch: OwnModeWatch; reasons: string[] } {
  const reasons: string[] = [];
  const stands = (kind?: string): boolean => (kind ? standing.includes(kind) : standing.length > 0);
  return { watch: new OwnModeWatch(stands, (reason) => reasons.push(reason)), reasons };
}

describe('a client with a mode of its own', () => {
  it('is given its time when sound takes that while nothing stands yet', () => {
    const standing: string[] = [];
    const { watch: own, reasons } = watch(standing);
    own.refused();
    vi.advanceTimersByTime(STANDS_WITHIN_MS - 1);
    expect(reasons).toEqual([]);
    standing.push('video');
    vi.advanceTimersByTime(1);
    expect(reasons).toEqual([]);
    // The connection ends, and its sound is tried again.
    standing.pop();
    own.refused();
    vi.advanceTimersByTime(STANDS_WITHIN_MS);
    expect(reasons).toEqual(['no-sealable-mode']);
  });

  it('is broken at once when a picture takes that and none goes through us', () => {
    const { watch: own, reasons } = watch(['audio']);
    own.offered();
    own.pictureRefused();
    expect(reasons).toEqual(['left-sealable-mode']);
  });

  it('goes on when a picture takes that beside pictures that go through us, as a screen does', () => {
    const { watch: own, reasons } = watch(['video']);
    own.pictureRefused();
    vi.advanceTimersByTime(STANDS_WITHIN_MS);
    expect(reasons).toEqual([]);
  });

  it('starts anew with protection', () => {
    const { watch: own, reasons } = watch([]);
    own.refused();
    own.restart();
    vi.advanceTimersByTime(STANDS_WITHIN_MS);
    expect(reasons).toEqual([]);
  });
});
