import { describe, expect, it } from 'vitest';
import type { TabView } from '../src/messages.ts';
import { situationOf } from './situation.ts';

const view: TabView = {
  tabId: 1,
  service: 'Google Meet',
  native: false,
  site: { pattern: 'https://meet.google.com/*', access: 'given' },
  otherSite: false,
  cannotSeal: [],
  meeting: 'abc-defg-hij',
  state: 'sealed',
  broken: null,
  exceptions: { hear: false, sound: false },
  on: true,
  hasKey: true,
  key: null,
  keyExpired: false,
  request: null,
  memory: { state: 'none', remembered: 'no' },
  otherMeeting: false,
  freeText: true,
  passphrase: 'six words',
  totals: { sealed: 1, opened: 1, failures: {}, members: 1 },
  streams: [],
  setAside: [],
  spliced: false,
  clockDrift: false,
  guarded: true,
};

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
    expect(situationOf({ ...view, meeting: null })).toBe('no-meeting');
  });
});
