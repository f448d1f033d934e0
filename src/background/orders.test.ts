import { expect, it } from 'vitest';
import { encodeBase64 } from '../base64.ts';
import { slotAt } from '../keys/slots.ts';
import type { GuardReport } from '../messages.ts';
import { type Origin, ordersFor } from './orders.ts';
import { withReport } from './records-of-reports.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';
import { viewOf } from './view.ts';

const NOW = 1_763_899_200_000;
const MEETING = { service: 'meet', id: 'abc-defg-hij', shared: true };
const SECRET = new Uint8Array(32).fill(3);
const RECORD: TabRecord = {
  ...EMPTY_RECORD,
  on: true,
  secret: { meeting: MEETING, callSecret: encodeBase64(SECRET), passphrase: 'words', generation: 0 },
};
const REPORT: GuardReport = {
  state: 'armed',
  broken: null,
  streams: [],
  worker: true,
  newestSlot: null,
  highest: [],
  participants: [],
  setAside: [],
  spliced: false,
};
const ORIGIN: Origin = { meeting: MEETING, frameOrigin: 'https://meet.google.com' };

const orders = (record = RECORD, report = REPORT, origin = ORIGIN) => ordersFor(record, report, origin, NOW, 0);

it('releases three slots and never the call secret', async () => {
  const { keys, forget } = await orders();
  const slot = slotAt(NOW);
  expect(keys?.slots.map((entry) => entry.slot)).toEqual([slot - 1, slot, slot + 1]);
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

it('sends keys only to a worker that is behind', async () => {
  expect((await orders(RECORD, { ...REPORT, worker: false })).keys).toBeNull();
  expect((await orders(RECORD, { ...REPORT, newestSlot: slotAt(NOW) + 1 })).keys).toBeNull();
  expect((await orders(RECORD, { ...REPORT, newestSlot: slotAt(NOW) })).keys).not.toBeNull();
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
  const view = viewOf(1, 'https://meet.google.com/xyz-wxyz-xyz', { ...MEETING, id: 'xyz-wxyz-xyz' }, RECORD, true);
  expect(view).toMatchObject({ state: 'no-key', otherMeeting: true, hasKey: false, passphrase: null });
});
