import { describe, expect, it } from 'vitest';
import type { StreamCounts } from '../../src/call/counts.ts';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { badgeState } from './badge-state.ts';

const counts = (more: Partial<StreamCounts>): StreamCounts => ({ ...QUIET_STREAM, ...more });

describe('a badge', () => {
  it.each([
    ['sealed', { done: 30 }],
    ['not-sealed', { failures: { 'not-sealed': 1 } }],
    ['not-sealed', { failures: { 'unknown-codec': 1 } }],
    ['not-sealed', { done: 30, passed: 1 }],
    ['not-sealed', { done: 30, failures: { 'not-sealed': 1, 'bad-tag': 9 } }],
    ['cannot-open', { failures: { 'missing-key': 1 } }],
    ['cannot-open', { done: 30, failures: { replay: 1 } }],
    ['sealed', { done: 30, failures: { blank: 51 } }],
    ['sealed', { done: 30, failures: { duplicate: 3, 'waiting-for-key-frame': 3 } }],
    [undefined, { seen: 3 }],
    [undefined, { failures: { blank: 51 } }],
  ] as const)('says %s of %o', (state, more) => {
    expect(badgeState(undefined, counts(more))).toBe(state);
  });

  it('speaks of what came since the last look', () => {
    const before = counts({ done: 30, failures: { 'not-sealed': 5, 'bad-tag': 2 } });
    expect(badgeState(before, { ...before, done: 60 })).toBe('sealed');
    expect(badgeState(before, before)).toBeUndefined();
    expect(badgeState(before, { ...before, failures: { 'not-sealed': 5, 'bad-tag': 3 } })).toBe('cannot-open');
  });
});
