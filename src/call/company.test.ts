import { describe, expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { type Company, companyOf } from './company.ts';
import { NONE_ENDED, type StreamCounts, totalsOf } from './counts.ts';
import { iconOf } from './icon.ts';
import type { FrameCounts } from './lately.ts';

const of = (...counts: readonly (Partial<StreamCounts> & { readonly now: FrameCounts })[]): Company => {
  const streams = counts.map((stream) => ({ ...QUIET_STREAM, ...stream }));
  return companyOf({ streams, ownSound: 'no', totals: totalsOf({ streams, ended: NONE_ENDED, members: ['a'] }) });
};
const opened = (done: number): FrameCounts => ({ done, passed: 0, failures: {} });
const failed = (failures: FrameCounts['failures'], done = 0): FrameCounts => ({ done, passed: 0, failures });

describe('companyOf', () => {
  it('is alone as long as nothing of anybody else comes, whatever came before and whatever is sent', () => {
    expect(of()).toBe('alone');
    expect(of({ done: 9_000, lately: opened(300), now: opened(0) })).toBe('alone');
    expect(of({ side: 'send', now: opened(90) })).toBe('alone');
    // One's own sound played back, a key that was missing, a server's silence.
    expect(of({ now: failed({ reflected: 90, 'no-key': 90, blank: 90, duplicate: 90 }) })).toBe('alone');
  });

  it('is none when others send and nothing opens, some when something does', () => {
    for (const reason of ['not-sealed', 'missing-key', 'bad-tag'] as const) {
      expect(of({ now: failed({ [reason]: 12 }) })).toBe('none');
      expect(of({ now: failed({ [reason]: 12 }) }, { id: 2, now: opened(90) })).toBe('some');
    }
  });

  it('is all when what comes opens, but for what joining and a change of slot bring about', () => {
    expect(of({ now: opened(1) })).toBe('all');
    expect(of({ now: failed({ 'missing-key': 11 }, 1) })).toBe('all');
    expect(of({ now: failed({ 'missing-key': 20 }, 401) })).toBe('all');
    expect(of({ now: failed({ 'missing-key': 20 }, 400) })).toBe('some');
  });

  it('holds what a mixer sends for nobody', () => {
    const sent = { side: 'send', kind: 'audio', lately: opened(500), now: opened(100) } as const;
    const mixed = {
      id: 3,
      kind: 'audio',
      lately: failed({ 'not-sealed': 500 }),
      now: failed({ 'not-sealed': 100 }),
    } as const;
    expect(of({ id: 2, lately: opened(200), now: opened(60) }, sent, mixed)).toBe('all');
  });
});

it('the icon is green when all are sealed, and has its tick once the code was compared', () => {
  expect(iconOf('sealed', 'all', true)).toBe('compared');
  expect(iconOf('sealed', 'all', false)).toBe('sealed');
  expect(iconOf('sealed', 'some', true)).toBe('partly');
  expect(iconOf('sealed', 'none', true)).toBe('partly');
  expect(iconOf('sealed', 'alone', true)).toBe('waiting');
  expect(iconOf('broken', 'all', true)).toBe('stopped');
});
