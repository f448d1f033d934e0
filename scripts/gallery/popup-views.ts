import type { ManagedSettings } from '../../src/managed.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { QUIET_VIEW } from '../../test/support/quiet-view.ts';

const OTHER_SITE: TabView = {
  ...QUIET_VIEW,
  service: 'talk.example',
  meeting: 'talk.example/call/kq7x2mfb',
  site: { pattern: 'https://talk.example/*', access: 'given' },
  otherSite: true,
  freeText: false,
};

const ON: TabView = { ...QUIET_VIEW, on: true, state: 'no-key' };
const CODE = { digits: '40713922865511930847', emoji: [3, 17, 44, 60, 9, 28, 81, 12, 67, 5] };
const KEY: TabView['key'] = {
  kind: 'passphrase',
  code: CODE,
  compared: false,
  unconfirmed: false,
  until: null,
  formerUntil: null,
};
const WITH_KEY: TabView = {
  ...ON,
  state: 'armed',
  hasKey: true,
  key: KEY,
  passphrase: 'unlatch cupbearer stitch graveness volley ibuprofen',
};
const REQUEST: TabView['request'] = {
  text: 'CALLSEAL-REQUEST-ABWQCAJ1-60H2M8Q4-9T7D5B3K-XVE0R6ZP-N1YJ4GF8-CWS2HA7M-5QKT9D3B-RX0E6VZP-8N4Y1JGF',
  qr: 'CALLSEAL-REQUEST-ABWQCAJ160H2M8Q49T7D5B3KXVE0R6ZPN1YJ4GF8CWS2HA7M5QKT9D3BRX0E6VZP8N4Y1JGF',
  until: Date.UTC(2026, 0, 1, 12),
  words: 'sandbox reclusive unvaried quilt glancing overhaul',
};
const stream = (
  id: number,
  side: 'send' | 'receive',
  kind: 'audio' | 'video',
  name = '',
): TabView['streams'][number] => ({
  ...QUIET_STREAM,
  ...{ id, side, kind, seen: 4_310, done: 4_302, failures: side === 'receive' ? { duplicate: 8 } : {} },
  ...{ codec: kind === 'audio' ? 'audio/opus' : 'video/VP8', name },
});
/** An organisation that has set all that can be set. */
const MANAGED: ManagedSettings = {
  protectedHosts: ['meet.google.com'],
  ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
  supportContact: 'IT help desk, 1234',
};

const [BO, CY] = ['0b0b0b0b0b0b', '0c0c0c0c0c0c'];
const SEALED: TabView = {
  ...WITH_KEY,
  state: 'sealed',
  totals: {
    ...{ ...QUIET_VIEW.totals, sealed: 12_873, opened: 25_120, members: 2 },
    ...{ now: { opened: 160, failures: {} }, lately: { opened: 800, failures: {} } },
  },
  members: [BO, CY],
  streams: [
    stream(1, 'send', 'audio'),
    stream(2, 'send', 'video'),
    { ...stream(3, 'receive', 'audio', 'Bo'), members: [BO] },
    { ...stream(4, 'receive', 'video', 'Bo'), members: [BO] },
    { ...stream(5, 'receive', 'video'), members: [CY] },
  ],
};
/** The view with what comes from others now. */
const hearing = (opened: number, failures: Readonly<Record<string, number>>): TabView => ({
  ...SEALED,
  ...(opened === 0 && { members: [], streams: SEALED.streams.slice(0, 2) }),
  totals: { ...SEALED.totals, members: opened === 0 ? 0 : 2, now: { opened, failures } },
});
const BROKEN: TabView = { ...WITH_KEY, state: 'broken' };
const LONG_MEETING = '19:meeting_mjm4ztq5zjktytzhzi00nzrlltg2mjmtmjy1ngu5mmvhyzaz@thread.v2';

/** Every view the popup can show; null stands for a background that does not answer. */
export const VIEWS: Readonly<Record<string, TabView | null>> = {
  unknown: { ...QUIET_VIEW, service: null, meeting: null, guarded: false },
  native: { ...QUIET_VIEW, service: 'TeamViewer Meeting', native: true, meeting: null, guarded: false },
  'no-access': { ...QUIET_VIEW, site: { pattern: 'https://meet.google.com/*', access: 'not-given' }, guarded: false },
  'no-access-taken-back': {
    ...QUIET_VIEW,
    site: { pattern: 'https://meet.google.com/*', access: 'taken-back' },
    guarded: false,
  },
  'no-access-new': { ...QUIET_VIEW, site: { pattern: 'https://meet.google.com/*', access: 'new' }, guarded: false },
  'no-access-other-site': {
    ...OTHER_SITE,
    site: { pattern: 'https://talk.example/*', access: 'not-given' },
    guarded: false,
  },
  'off-other-site': OTHER_SITE,
  'off-exposed': { ...QUIET_VIEW, hasKey: true, key: KEY, exposed: true },
  'off-with-key': { ...QUIET_VIEW, hasKey: true, key: KEY },
  unguarded: { ...QUIET_VIEW, state: 'unproven', guarded: false },
  'unproven-checking': { ...ON, state: 'unproven', unproven: { reason: 'checking', origins: [] } },
  'unproven-unhooked': { ...ON, state: 'unproven', unproven: { reason: 'unhooked', origins: [] } },
  'unproven-stopped-key': {
    ...WITH_KEY,
    ...{ state: 'unproven', keyStopped: true },
    unproven: { reason: 'unhooked', origins: [] },
  },
  'unproven-frame': {
    ...ON,
    state: 'unproven',
    unproven: { reason: 'frame', origins: ['https://call.example'] },
    frameSites: [{ pattern: 'https://call.example/*', access: 'not-given' }],
  },
  'unproven-blank-frame': { ...ON, state: 'unproven', unproven: { reason: 'frame', origins: [] } },
  'no-meeting': { ...QUIET_VIEW, meeting: null },
  unavailable: null,
  off: QUIET_VIEW,
  'off-long-meeting': { ...QUIET_VIEW, service: 'Microsoft Teams', meeting: LONG_MEETING, cannotSeal: ['mixed-sound'] },
  'off-zoom': { ...QUIET_VIEW, service: 'Zoom', meeting: '84512345678', cannotSeal: ['own-transport', 'own-screen'] },
  'no-key': ON,
  'no-key-other-ways': ON,
  'no-key-invited': ON,
  'no-key-recovered': { ...ON, recovered: true },
  'no-key-generated-only': { ...ON, service: 'Zoom', meeting: '84512345678', freeText: false },
  'no-key-other-meeting': { ...ON, otherMeeting: true },
  'no-key-typing': ON,
  'no-key-own-weak': ON,
  'no-key-own-misspelt': ON,
  'no-key-own-strong': ON,
  'no-key-link': ON,
  'no-key-request': { ...ON, request: REQUEST },
  'no-key-remembered': { ...ON, memory: { state: 'open', remembered: 'other' } },
  'no-key-managed': { ...ON, freeText: false, managed: MANAGED, memory: { state: 'organisation', remembered: 'no' } },
  'no-key-again': { ...ON, returned: true },
  'no-key-again-remembered': { ...ON, returned: true, memory: { state: 'open', remembered: 'other' } },
  'no-key-stopped': { ...ON, keyStopped: true },
  'no-key-locked': { ...ON, memory: { state: 'locked', remembered: 'no' } },
  unconfirmed: {
    ...ON,
    hasKey: true,
    key: { ...KEY, kind: 'chain', unconfirmed: true, until: Date.UTC(2026, 0, 14, 12) },
  },
  'unconfirmed-stopped-key': {
    ...ON,
    ...{ hasKey: true, keyStopped: true },
    key: { ...KEY, kind: 'chain', unconfirmed: true, until: Date.UTC(2026, 0, 14, 12) },
  },
  'no-key-expired': { ...ON, keyExpired: true },
  armed: WITH_KEY,
  'armed-inviting': { ...WITH_KEY, passphrase: null },
  'armed-words': WITH_KEY,
  'armed-wrong-key': {
    ...WITH_KEY,
    totals: { ...QUIET_VIEW.totals, failures: { 'missing-key': 4_210, duplicate: 3, 'waiting-for-key-frame': 12 } },
  },
  'armed-nothing-opens': {
    ...WITH_KEY,
    totals: { ...QUIET_VIEW.totals, now: { opened: 0, failures: { 'bad-tag': 160 } } },
  },
  'armed-own': { ...WITH_KEY, totals: { ...QUIET_VIEW.totals, now: { opened: 0, failures: { reflected: 160 } } } },
  sealed: SEALED,
  'sealed-alone': hearing(0, {}),
  'sealed-keep': { ...hearing(0, {}), toKeep: true, memory: { state: 'open', remembered: 'no' } },
  'sealed-stopped-key': { ...SEALED, keyStopped: true },
  'sealed-none': hearing(0, { 'not-sealed': 160 }),
  'sealed-perhaps-mixed': {
    ...hearing(0, { 'not-sealed': 160 }),
    streams: [
      { ...QUIET_STREAM, side: 'send', kind: 'audio', lately: { done: 500, passed: 0, failures: {} } },
      { ...QUIET_STREAM, kind: 'audio', lately: { done: 0, passed: 0, failures: { 'not-sealed': 500 } } },
    ],
  },
  'sealed-other-key': hearing(0, { 'missing-key': 160 }),
  'sealed-some': hearing(160, { 'not-sealed': 160, 'bad-tag': 90 }),
  'sealed-compared': {
    ...SEALED,
    passphrase: null,
    key: { ...KEY, kind: 'chain', compared: true, until: Date.UTC(2026, 0, 14, 12), formerUntil: Date.UTC(2026, 0, 1) },
    memory: { state: 'open', remembered: 'same' },
  },
  'sealed-invite': { ...SEALED, passphrase: null },
  'sealed-words': SEALED,
  'sealed-differs': SEALED,
  'sealed-answer': SEALED,
  'sealed-unfolded': { ...SEALED, memory: { state: 'open', remembered: 'same' } },
  'sealed-managed': { ...SEALED, managed: MANAGED, memory: { state: 'organisation', remembered: 'no' } },
  'sealed-private': { ...SEALED, memory: { state: 'private', remembered: 'no' } },
  'sealed-one-member': { ...SEALED, members: [BO], totals: { ...SEALED.totals, members: 1 } },
  'sealed-sending-only': { ...SEALED, totals: { ...QUIET_VIEW.totals, sealed: 1_204 } },
  'sealed-receiving-only': { ...SEALED, totals: { ...QUIET_VIEW.totals, opened: 88, members: 1 } },
  'sealed-everything-wrong': {
    ...SEALED,
    spliced: true,
    clockDrift: true,
    setAside: ['transform'],
    totals: {
      ...SEALED.totals,
      failures: { 'bad-tag': 9_001, 'not-sealed': 5_402, stale: 12, replay: 3, 'new-one': 1 },
    },
  },
  'sealed-sound-in-pictures': {
    ...SEALED,
    service: 'Microsoft Teams',
    cannotSeal: ['mixed-sound'],
    ownSound: 'carried',
  },
  'sealed-sound-no-picture': {
    ...SEALED,
    ...{ service: 'Microsoft Teams', cannotSeal: ['mixed-sound'], ownSound: 'no-picture', playback: 'refused' },
  },
  'sealed-card': {
    ...SEALED,
    ...{ service: 'Microsoft Teams', cannotSeal: ['mixed-sound'], ownSound: 'carried', card: true },
  },
  'mixed-hear': { ...SEALED, state: 'mixed', exceptions: { hear: true, sound: false } },
  'mixed-sound': {
    ...SEALED,
    ...{ service: 'Microsoft Teams', cannotSeal: ['mixed-sound'], state: 'mixed' },
    exceptions: { hear: false, sound: true },
  },
  'broken-reload-needed': { ...BROKEN, broken: 'reload-needed' },
  'broken-other-extension': { ...BROKEN, broken: 'other-extension' },
  'broken-helper-blocked': { ...BROKEN, broken: 'helper-blocked' },
  'broken-worker-lost': { ...BROKEN, broken: 'worker-lost' },
  'broken-transform-replaced': { ...BROKEN, broken: 'transform-replaced' },
  'broken-leak': { ...BROKEN, broken: 'leak' },
  'broken-unsupported-browser': { ...BROKEN, broken: 'unsupported-browser' },
  'broken-unknown': { ...BROKEN, broken: null },
};
