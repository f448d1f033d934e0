/** Figures over a long call: what warnings and the number of members are judged by. */
import { expect, it } from 'vitest';
import { QUIET_STREAM } from '../../test/support/quiet-stream.ts';
import { doneIn, NONE_ENDED, totalsOf, withEnded } from './counts.ts';
import { Heard } from './heard.ts';
import { Lately } from './lately.ts';
import { SpliceWatch } from './splice.ts';

const NOON = 1_763_899_200_000;

it('what happened more than ten seconds ago is not lately, and the clock may go back', () => {
  const lately = new Lately();
  for (let second = 0; second < 60; second++) {
    lately.done(NOON + second * 1_000);
    if (second < 30) lately.failed('missing-key', NOON + second * 1_000);
    if (second === 29) expect(lately.counts(NOON + 29_999).failures).toEqual({ 'missing-key': 11 });
  }
  expect(lately.counts(NOON + 59_000)).toEqual({ done: 11, passed: 0, failures: {} });
  expect(lately.counts(NOON + 59_000, 2_000).done).toBe(3);
  expect(lately.counts(NOON + 80_000).done).toBe(0);
  lately.passed(NOON - 3_600_000);
  expect(lately.counts(NOON - 3_600_000)).toEqual({ done: 0, passed: 1, failures: {} });
});

it('members are those heard within ten seconds, also of a stream that has ended', () => {
  const [slot, all] = [new Heard(), new Heard()];
  for (let i = 0; i < 60; i++) slot.note(['a', 'b', 'c'][i % 3] as string, NOON + i * 100);
  expect(slot.within(10_000, NOON + 6_000)).toEqual(['a', 'b', 'c']);
  slot.note('a', NOON + 14_000);
  expect(slot.within(2_000, NOON + 14_000)).toEqual(['a']);
  all.note('d', NOON + 14_000);
  all.join(slot);
  expect(all.within(10_000, NOON + 14_000)).toEqual(['d', 'a', 'b', 'c']);
  expect(all.within(10_000, NOON + 20_000)).toEqual(['d', 'a']);
  expect(all.within(10_000, NOON + 30_000)).toEqual([]);
});

it('what streams that ended have counted stays in the totals, and nothing of it is lately', () => {
  let ended = NONE_ENDED;
  const lately = { done: 9, passed: 0, failures: { 'not-sealed': 9 } } as const;
  for (let call = 0; call < 1_000; call++) {
    ended = withEnded(ended, { ...QUIET_STREAM, side: 'send', done: 5, failures: { 'too-large': 1 }, lately });
    ended = withEnded(ended, { ...QUIET_STREAM, done: 3, failures: { 'not-sealed': 2 }, lately });
  }
  const now = { done: 2, passed: 0, failures: {} };
  const streams = [{ ...QUIET_STREAM, done: 7, lately: { done: 7, passed: 0, failures: {} }, now }];
  expect(totalsOf({ streams, ended, members: ['a', 'a', 'b'] })).toEqual({
    ...{ sealed: 5_000, opened: 3_007, failures: { 'too-large': 1_000, 'not-sealed': 2_000 }, members: 2 },
    lately: { opened: 7, failures: {} },
    now: { opened: 2, failures: {} },
  });
  expect(doneIn({ streams, ended })).toBe(8_007);
});

it('a tile is spliced once its sound and picture are of different members for three looks', () => {
  const watch = new SpliceWatch();
  const looks = (picture: string[], sound: string[], count: number): boolean[] =>
    Array.from({ length: count }, () => watch.look(picture, sound));
  expect(looks(['a'], ['b'], 3)).toEqual([false, false, true]);
  expect(looks(['a'], ['a'], 1)).toEqual([false]);
  // Both pass on, one a moment before the other.
  for (let i = 0; i < 9; i++) {
    expect(looks(['a'], ['b'], 2)).toEqual([false, false]);
    expect(looks(['a', 'b'], ['b'], 1)).toEqual([false]);
  }
  // What has stopped says nothing, and is forgotten.
  expect(looks(['a'], ['b'], 3).at(-1)).toBe(true);
  expect(looks(['a'], [], 20).at(-1)).toBe(false);
  expect(looks([], ['b'], 20).at(-1)).toBe(false);
});
