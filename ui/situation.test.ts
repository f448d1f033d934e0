import { describe, expect, it } from 'vitest';
import type { TabView } from '../src/protocol/tab-view.ts';
import { QUIET_VIEW } from '../test/support/quiet-view.ts';
import { situationOf } from './situation.ts';

const view: TabView = { ...QUIET_VIEW, state: 'sealed', on: true, hasKey: true };

describe('situationOf', () => {
  it('is the state of the call when nothing stands in its way', () => {
    expect(situationOf(view)).toBe('sealed');
  });

  it('claims nothing without an answer, a service, a guard or a meeting, whatever the state says', () => {
    expect(situationOf(null)).toBe('unavailable');
    expect(situationOf({ ...view, service: null, guarded: false })).toBe('unknown');
    expect(situationOf({ ...view, native: true })).toBe('native');
    const site = { pattern: 'https://meet.google.com/*', access: 'not-given' } as const;
    expect(situationOf({ ...view, site })).toBe('no-access');
    expect(situationOf({ ...view, guarded: false, meeting: null })).toBe('unguarded');
    expect(situationOf({ ...view, late: true })).toBe('unguarded');
    expect(situationOf({ ...view, meeting: null })).toBe('no-meeting');
  });
});
