import { expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { encodeBase64 } from '../base64.ts';
import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import { joinDocuments } from '../protocol/document.ts';
import type { GuardReport } from '../protocol/guard.ts';
import { slotAt } from '../slots.ts';
import { type Origin, ordersFor } from './orders.ts';
import { withAddress, withReport } from './record-changes.ts';
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
  document: { ...joinDocuments([]), state: 'armed', connected: true },
  worker: true,
  keyId: null,
  newestSlot: null,
  highest: [],
  participants: [],
};
const MEMORY = { state: 'none', remembered: 'no' } as const;
const ORIGIN: Origin = { meeting: MEETING, frameOrigin: 'https://meet.google.com' };

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

it('does not say that a key is missing because a document has not heard of it yet', () => {
  const counts = {
    ...QUIET_STREAM,
    ...{ side: 'send' as const, kind: 'audio' as const, seen: 9 },
  };
  const told = (done: number, record = RECORD): string =>
    stateOf(
      withReport(
        record,
        0,
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
  const record = withReport(withReport(RECORD, 0, first, NOW), 0, later, NOW);
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
    guarded: true,
  };
  const view = viewOf(page, RECORD, MEMORY, NOW);
  expect(view).toMatchObject({ state: 'no-key', otherMeeting: true, hasKey: false, passphrase: null });
});
