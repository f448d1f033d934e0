import { expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { encodeBase64 } from '../base64.ts';
import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import { NOTHING_MANAGED } from '../managed.ts';
import { joinDocuments } from '../protocol/document.ts';
import type { GuardReport } from '../protocol/guard.ts';
import { slotAt } from '../slots.ts';
import { type Origin, ordersFor } from './orders.ts';
import { withAddress, withMark, withReport } from './record-changes.ts';
import { EMPTY_RECORD, type TabRecord, type TabSecret } from './tab-records.ts';
import { stateOf, viewOf } from './view.ts';

const NOW = 1_763_899_200_000;
const MEETING = { service: 'meet', id: 'abc-defg-hij', shared: true };
const SECRET = new Uint8Array(32).fill(3);
const TAB_SECRET: TabSecret = {
  id: '00112233445566ff',
  meeting: MEETING,
  callSecret: { kind: 'passphrase', key: encodeBase64(SECRET) },
  passphrase: 'words',
  generation: 0,
  code: { digits: '0'.repeat(20), emoji: [] },
  compared: false,
  unconfirmed: false,
};
const RECORD: TabRecord = {
  ...EMPTY_RECORD,
  on: true,
  secret: TAB_SECRET,
};
const REPORT: GuardReport = {
  protection: null,
  marked: false,
  card: false,
  document: { ...joinDocuments([]), state: 'armed', connected: true },
  worker: true,
  keyId: null,
  newestSlot: null,
  highest: [],
  participants: [],
};
const MEMORY = { state: 'none', remembered: 'no' } as const;
const TOP = { frameId: 0, frameOrigin: 'https://meet.google.com' };
const ORIGIN: Origin = { covered: [], meeting: MEETING, frameOrigin: 'https://meet.google.com' };

const orders = (record = RECORD, report = REPORT, origin = ORIGIN) => ordersFor(record, report, origin, NOW, 0);

it('releases three slots and never the call secret', async () => {
  const { keys, forget } = await orders();
  const slot = slotAt(NOW);
  expect(keys).toHaveLength(1);
  expect(keys?.[0]).toMatchObject({ id: TAB_SECRET.id, generation: 0, until: null });
  expect(keys?.[0].slots.map((entry) => entry.slot)).toEqual([slot - 1, slot, slot + 1]);
  expect(JSON.stringify(await orders())).not.toContain(encodeBase64(SECRET));
  expect(forget).toBe(false);
});

it.each([
  ['protection is off', { ...RECORD, on: false }, ORIGIN],
  ['there is no key', { ...RECORD, secret: null }, ORIGIN],
  ['the tab shows another meeting', RECORD, { ...ORIGIN, meeting: { ...MEETING, id: 'xyz-wxyz-xyz' } }],
  ['the tab shows another service', RECORD, { ...ORIGIN, meeting: { ...MEETING, service: 'jitsi' } }],
  ['the tab shows no meeting', RECORD, { ...ORIGIN, meeting: undefined }],
  ['another site’s frame asks', RECORD, { ...ORIGIN, frameOrigin: 'https://ads.example' }],
  ['a look-alike asks', RECORD, { ...ORIGIN, frameOrigin: 'https://meet.google.com.evil.example' }],
  ['an opaque frame asks', RECORD, { ...ORIGIN, frameOrigin: 'null' }],
] as const)('releases nothing, and has all forgotten, when %s', async (_, record, origin) => {
  expect(await orders(record, REPORT, origin)).toMatchObject({ keys: null, forget: true });
});

it('lets nothing through unsealed where no key is released, nor in the next meeting', async () => {
  const exceptions = { hear: true, sound: true };
  expect((await orders({ ...RECORD, exceptions })).exceptions).toEqual(exceptions);
  expect((await orders({ ...RECORD, exceptions, secret: null })).exceptions).toEqual(NO_EXCEPTIONS);
  const shown = withAddress({ ...RECORD, exceptions, meeting: MEETING }, 'https://meet.google.com/abc-defg-hij');
  expect(shown.exceptions).toEqual(exceptions);
  expect(withAddress(shown, 'https://meet.google.com/xyz-wxyz-xyz').exceptions).toEqual(NO_EXCEPTIONS);
});

it('gives a card in place of a camera while protection is on, with or without a key, and in the next meeting', async () => {
  const chosen = { ...RECORD, card: true, meeting: MEETING };
  expect((await orders()).card).toBe(false);
  expect((await orders(chosen)).card).toBe(true);
  expect((await orders({ ...chosen, secret: null })).card).toBe(true);
  expect((await orders({ ...chosen, on: false })).card).toBe(false);
  expect(withAddress(chosen, 'https://meet.google.com/abc-defg-hij?x').card).toBe(true);
  expect(withAddress(chosen, 'https://meet.google.com/xyz-wxyz-xyz').card).toBe(true);
  expect(withAddress(chosen, 'https://meet.google.com/landing').card).toBe(true);
  expect(withMark(EMPTY_RECORD, { marked: true, card: true })).toMatchObject({ on: true, card: true });
});

it('does not say that a key is missing because a document has not heard of it yet', () => {
  const counts = {
    ...QUIET_STREAM,
    ...{ side: 'send' as const, kind: 'audio' as const, seen: 9 },
  };
  const told = (done: number, record = RECORD): string =>
    stateOf(
      withReport(
        record,
        TOP,
        { ...REPORT, document: { ...REPORT.document, state: 'no-key', streams: [{ ...counts, done }] } },
        NOW,
      ),
      MEETING,
    );
  expect(told(0)).toBe('armed');
  // It had one, and has none any more; or the tab has none.
  expect(told(5)).toBe('no-key');
  expect(told(0, { ...RECORD, secret: null })).toBe('no-key');
});

it('sends keys only to a worker that is behind, or that has those of another secret', async () => {
  const upToDate = { ...REPORT, keyId: TAB_SECRET.id, newestSlot: slotAt(NOW) + 1 };
  expect((await orders(RECORD, { ...REPORT, worker: false })).keys).toBeNull();
  expect((await orders(RECORD, upToDate)).keys).toBeNull();
  expect((await orders(RECORD, { ...upToDate, newestSlot: slotAt(NOW) })).keys).not.toBeNull();
  expect((await orders(RECORD, { ...upToDate, keyId: '0000000000000000' })).keys).not.toBeNull();
});

it('releases the secret that was replaced beside the new one', async () => {
  const record = {
    ...RECORD,
    former: { secret: { ...TAB_SECRET, id: 'f'.repeat(16), generation: 1 as const }, until: NOW + 9 },
  };
  expect((await orders(record)).keys).toMatchObject([
    { id: TAB_SECRET.id, generation: 0, until: null, slots: [{}, {}, {}] },
    { id: 'f'.repeat(16), generation: 1, until: NOW + 9, slots: [{}, {}, {}] },
  ]);
});

it('releases of a chain only the slots it still has, and none before it begins', async () => {
  const slot = slotAt(NOW);
  const chain = (at: number, end: number): TabRecord => ({
    ...RECORD,
    secret: { ...TAB_SECRET, callSecret: { kind: 'chain', key: encodeBase64(SECRET), slot: at, end } },
  });
  const slots = async (record: TabRecord) => (await orders(record)).keys?.[0].slots.map((entry) => entry.slot - slot);
  expect(await slots(chain(slot, slot + 9))).toEqual([0, 1]);
  expect(await slots(chain(slot - 1, slot + 1))).toEqual([-1, 0]);
  expect(await slots(chain(slot + 1, slot + 9))).toEqual([1]);
  expect((await orders(chain(slot + 2, slot + 9))).keys).toBeNull();
});

it('keeps counters and own ids over a reload, for as long as they matter', async () => {
  const kid = `${(slotAt(NOW) % 256).toString(16).padStart(2, '0')}00000000000001`;
  const old = `${((slotAt(NOW) + 9) % 256).toString(16).padStart(2, '0')}00000000000001`;
  const first = {
    ...REPORT,
    highest: [
      { kid, ctr: '90' },
      { kid: old, ctr: '5' },
    ],
    participants: ['00000000000a'],
  };
  const later = { ...REPORT, highest: [{ kid, ctr: '80' }], participants: ['00000000000b'] };
  const record = withReport(withReport(RECORD, TOP, first, NOW), TOP, later, NOW);
  expect((await orders(record)).restore).toEqual({
    highest: [{ kid, ctr: '90' }],
    participants: ['00000000000a', '00000000000b'],
  });
});

it('shows the key of another meeting as what it is', () => {
  const page = {
    tabId: 1,
    address: 'https://meet.google.com/xyz-wxyz-xyz',
    meeting: { ...MEETING, id: 'xyz-wxyz-xyz' },
    site: null,
    managed: NOTHING_MANAGED,
    toKeep: false,
    frameSites: [],
    guarded: true,
  };
  const view = viewOf(page, withReport(RECORD, TOP, REPORT, NOW), MEMORY, NOW);
  expect(view).toMatchObject({ state: 'no-key', otherMeeting: true, hasKey: false, passphrase: null });
});

const CALL = 'https://call.example';
const GREETING = '0123456789abcdef';
const FRAME = { frameId: 4, frameOrigin: CALL };
const inFrame = { ...REPORT, document: { ...REPORT.document, greeting: GREETING } };
const around = (devices: boolean): GuardReport => ({
  ...REPORT,
  document: { ...REPORT.document, frames: [{ id: GREETING, origin: CALL, devices }] },
});

it.each([
  ['gives devices to', around(true), TOP, true],
  ['shows and gives no device', around(false), TOP, false],
  [
    'a frame of elsewhere gives devices to',
    around(true),
    { ...TOP, frameId: 7, frameOrigin: 'https://ad.example' },
    false,
  ],
])('keys for a frame that the meeting’s page %s', async (_, report, reporter, released) => {
  const own = { ...RECORD, meeting: MEETING };
  const record = withReport(withReport(own, reporter, report, NOW), FRAME, inFrame, NOW);
  const given = await orders(record, inFrame, { ...ORIGIN, frameOrigin: CALL });
  expect(given.keys !== null).toBe(released);
});

it('a mark in a tab of which nothing is known switches protection on, and none in any other', () => {
  const off = { on: false, recovered: false };
  expect(withMark(EMPTY_RECORD, { marked: true, card: false })).toMatchObject({
    on: true,
    decided: true,
    recovered: true,
    secret: null,
  });
  expect(withMark(EMPTY_RECORD, { marked: false, card: true })).toMatchObject(off);
  expect(withMark({ ...EMPTY_RECORD, decided: true }, { marked: true, card: true })).toMatchObject(off);
});

it('claims nothing before the page itself has answered, nor without its word', () => {
  expect(stateOf(RECORD, MEETING)).toBe('unproven');
  const heard = withReport(RECORD, TOP, REPORT, NOW);
  expect(stateOf(heard, MEETING)).toBe('armed');
  const late = { ...REPORT, document: { ...REPORT.document, late: true } };
  expect(stateOf(withReport(RECORD, TOP, late, NOW), MEETING)).toBe('unproven');
  expect(stateOf(withReport(EMPTY_RECORD, TOP, late, NOW), MEETING)).toBe('unproven');
  expect(stateOf(EMPTY_RECORD, MEETING)).toBe('off');
  expect(stateOf({ ...EMPTY_RECORD, silent: true }, MEETING)).toBe('unproven');
  expect(stateOf({ ...EMPTY_RECORD, silent: true }, undefined)).toBe('off');
});
