import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FULL_FACTS, fullCircumstances } from '../../test/support/full-facts.ts';
import type { StreamCounts } from '../call/counts.ts';
import { BROKEN_REASONS, CALL_STATES } from '../call/state.ts';
import { validReport } from './validate.ts';

const STREAM: StreamCounts = {
  ...{ id: 2, side: 'receive', kind: 'audio', seen: 3, done: 2, passed: 1, failures: { 'not-sealed': 1 } },
  lately: { done: 2, passed: 0, failures: {} },
  now: { done: 2, passed: 0, failures: {} },
  ...{ codec: 'audio/opus', members: [], name: '', role: '', slotDrift: 0, facts: FULL_FACTS },
};
const document = {
  state: 'sealed',
  broken: null,
  streams: [
    {
      id: 1,
      side: 'send',
      kind: 'video',
      seen: 9,
      done: 8,
      passed: 0,
      failures: { 'no-key': 1 },
      lately: { done: 8, passed: 0, failures: { 'no-key': 1 } },
      now: { done: 2, passed: 0, failures: {} },
      codec: 'video/VP8',
      members: ['0123456789ab'],
      name: '',
      role: '',
      slotDrift: 0,
      facts: FULL_FACTS,
    },
  ],
  ended: {
    send: { done: 900, passed: 2, failures: { 'too-large': 3 } },
    receive: { done: 80, passed: 0, failures: { 'not-sealed': 4 } },
  },
  members: ['0123456789ab'],
  setAside: ['transform'],
  spliced: false,
  ownSound: 'carried',
  heardInPictures: ['0123456789ac'],
  playback: 'refused',
  connected: true,
  exposed: true,
  screen: true,
  circumstances: [fullCircumstances([STREAM])],
  late: false,
  hooked: true,
  held: false,
  greeting: '0123456789abcdef',
  frames: [{ id: null, origin: 'https://call.example', devices: true }],
};
const report = {
  protection: null,
  marked: true,
  card: true,
  document,
  worker: true,
  keyId: '00112233445566ff',
  newestSlot: 5_900_000,
  highest: [{ kid: '0123456789abcdef', ctr: '42' }],
  participants: ['0123456789ab'],
};

it('passes an honest report unchanged', () => {
  expect(validReport(report)).toEqual(report);
});

it.each(CALL_STATES)('takes a report of the state %s', (state) => {
  expect(validReport({ ...report, document: { ...document, state } })?.document.state).toBe(state);
});

it.each(BROKEN_REASONS)('keeps the reason %s', (broken) => {
  expect(validReport({ ...report, document: { ...document, broken } })?.document.broken).toBe(broken);
});

it('makes nothing of a state that there is not', () => {
  expect(validReport({ ...report, document: { ...document, state: 'fine' } })).toBeUndefined();
});

it('drops what is malformed and keeps the rest', () => {
  const hostile = {
    ...report,
    document: { ...document, broken: 'whatever', setAside: ['A B', 'transform', 'unheard-of'], extra: 'member' },
    protection: 'on',
    keyId: '<b>',
    newestSlot: 1e300,
    highest: [{ kid: 'x', ctr: '1' }, { kid: '0123456789abcdef', ctr: '-1' }, null, ...report.highest],
    participants: ['<script>', ...report.participants],
    extra: 'member',
  };
  expect(validReport(hostile)).toEqual({ ...report, keyId: null, newestSlot: null });
});

it('takes no more than a call can have', () => {
  const many = Array.from({ length: 100_000 }, () => document.streams[0]);
  expect(validReport({ ...report, document: { ...document, streams: many } })?.document.streams.length).toBe(512);
});

it('is total', () => {
  fc.assert(
    fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (anything, members) => {
      expect(validReport(anything) === undefined || validReport(anything)?.document.state).toBeTruthy();
      const made = validReport({ ...report, ...members, document: { ...document, ...members, state: 'off' } });
      expect(made?.document.state).toBe('off');
      expect(JSON.stringify(made).length).toBeLessThan(1_000_000);
    }),
  );
});
