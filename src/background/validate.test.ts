import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { validReport } from './validate.ts';

const report = {
  state: 'sealed',
  broken: null,
  worker: true,
  keyId: '00112233445566ff',
  newestSlot: 5_900_000,
  streams: [
    {
      id: 1,
      side: 'send',
      kind: 'video',
      seen: 9,
      done: 8,
      passed: 0,
      failures: { 'no-key': 1 },
      codec: 'video/VP8',
      participant: '',
      name: '',
      role: '',
      slotDrift: 0,
    },
  ],
  highest: [{ kid: '0123456789abcdef', ctr: '42' }],
  participants: ['0123456789ab'],
  setAside: ['transform'],
  spliced: false,
  connected: true,
  screen: true,
};

it('passes an honest report unchanged', () => {
  expect(validReport(report)).toEqual(report);
});

it('drops what is malformed and keeps the rest', () => {
  const hostile = {
    ...report,
    broken: 'whatever',
    keyId: '<b>',
    newestSlot: 1e300,
    highest: [{ kid: 'x', ctr: '1' }, { kid: '0123456789abcdef', ctr: '-1' }, null, ...report.highest],
    participants: ['<script>', ...report.participants],
    setAside: ['A B', 'transform'],
    extra: 'member',
  };
  expect(validReport(hostile)).toEqual({ ...report, keyId: null, newestSlot: null });
});

it('takes no more than a call can have', () => {
  const many = Array.from({ length: 100_000 }, () => report.streams[0]);
  expect(validReport({ ...report, streams: many })?.streams.length).toBe(512);
});

it('is total', () => {
  fc.assert(
    fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (anything, members) => {
      expect(validReport(anything) === undefined || validReport(anything)?.state).toBeTruthy();
      const made = validReport({ ...report, ...members, state: 'off' });
      expect(made?.state).toBe('off');
      expect(JSON.stringify(made).length).toBeLessThan(1_000_000);
    }),
  );
});
