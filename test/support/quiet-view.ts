import { totalsOf } from '../../src/call/counts.ts';
import { NOTHING_MANAGED } from '../../src/managed.ts';
import { joinDocuments } from '../../src/protocol/document.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';

const QUIET_DOCUMENT = joinDocuments([]);

/** A tab in a meeting that is not protected and in which nothing has happened. */
export const QUIET_VIEW: TabView = {
  ...QUIET_DOCUMENT,
  tabId: 7,
  service: 'Google Meet',
  native: false,
  site: { pattern: 'https://meet.google.com/*', access: 'given' },
  otherSite: false,
  cannotSeal: [],
  meeting: 'abc-defg-hij',
  on: false,
  unproven: null,
  frameSites: [],
  recovered: false,
  returned: false,
  exceptions: { hear: false, sound: false },
  card: false,
  hasKey: false,
  key: null,
  keyExpired: false,
  request: null,
  memory: { state: 'none', remembered: 'no' },
  toKeep: false,
  keyStopped: false,
  otherMeeting: false,
  freeText: true,
  passphrase: null,
  totals: totalsOf(QUIET_DOCUMENT),
  foreignSince: null,
  history: [],
  managed: NOTHING_MANAGED,
  clockDrift: false,
  guarded: true,
};
