import { describe, expect, it } from 'vitest';
import { failureRows, lostFrames } from './failure-texts.ts';

describe('failureRows', () => {
  it('puts together what calls for the same conduct, most frequent first', () => {
    expect(failureRows({ stale: 4, 'missing-key': 3, 'bad-tag': 2, replay: 0 })).toEqual([
      { text: 'failure_foreign', name: 'bad-tag', frames: 5 },
      { text: 'failure_stale', name: 'stale', frames: 4 },
    ]);
  });

  it('keeps reasons it has no text for apart, by their names', () => {
    expect(failureRows({ 'brand-new': 1, toString: 2 })).toEqual([
      { text: 'failure_other', name: 'toString', frames: 2 },
      { text: 'failure_other', name: 'brand-new', frames: 1 },
    ]);
  });
});

describe('lostFrames', () => {
  it('does not count a duplicate as lost', () => {
    expect(lostFrames({ duplicate: 7, replay: 2, 'bad-tag': 1 })).toBe(3);
  });
});
