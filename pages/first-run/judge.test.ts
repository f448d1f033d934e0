import { describe, expect, it } from 'vitest';
import type { StreamCounts } from '../../src/call/counts.ts';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { type Evidence, failureOf, judge } from './judge.ts';

const stream = (side: StreamCounts['side'], change: Partial<StreamCounts> = {}): StreamCounts => ({
  ...QUIET_STREAM,
  ...{ side, seen: 12, done: 12, ...change },
});
const senders = Array.from({ length: 6 }, () => stream('send'));
const receivers = Array.from({ length: 4 }, () => stream('receive'));
const locked = stream('receive', { done: 0, failures: { 'missing-key': 12 } });
const GOOD: Evidence = { members: [...senders, ...receivers], outsider: [locked, locked] };
const with_ = (change: Partial<StreamCounts>, side: StreamCounts['side'] = 'send'): Evidence => ({
  ...GOOD,
  members: [stream(side, change), ...GOOD.members.slice(1)],
});

describe('a test call', () => {
  it('is proven by frames both ways that the outsider got and did not open', () => {
    expect(judge(GOOD)).toEqual({ ok: true, sealed: 72, opened: 48, refused: 24 });
  });

  it.each([
    ['too few frames', with_({ done: 9 })],
    ['a way without a stream', { ...GOOD, members: [...senders, ...receivers.slice(1)] }],
    ['an outsider who got one stream', { ...GOOD, outsider: [locked] }],
    ['an outsider who got too little', { ...GOOD, outsider: [locked, { ...locked, seen: 9 }] }],
  ])('is not proven by %s', (_, evidence) => {
    expect(judge(evidence)).toBeUndefined();
  });

  it.each([
    ['a sender that lets through', with_({ done: 0, passed: 1 }), 'not-sealed'],
    [
      'clear frames at the outsider',
      { ...GOOD, outsider: [{ ...locked, failures: { 'not-sealed': 1 } }] },
      'not-sealed',
    ],
    ['an outsider who opens', { ...GOOD, outsider: [locked, { ...locked, done: 1 }] }, 'outsider'],
  ] as const)('fails at once by %s', (_, evidence, why) => {
    expect(judge(evidence)).toEqual({ ok: false, why });
  });

  it.each([
    [with_({ seen: 0, done: 0 }), 'no-frames'],
    [with_({ done: 0 }), 'not-sealed'],
    [{ ...GOOD, outsider: [] }, 'no-connection'],
    [{ ...GOOD, members: [...senders, ...receivers.map((one) => ({ ...one, done: 0 }))] }, 'not-opened'],
  ] as const)('that took too long: %#', (evidence, why) => {
    expect(failureOf(evidence)).toBe(why);
  });
});
