import { expect, it } from 'vitest';
import { costBetween } from '../../rigs/hearing/cost.ts';
import { type Given, type Got, type Heard, judge, together } from '../../rigs/hearing/judge.ts';
import { tables } from '../../rigs/hearing/table.ts';

const SECONDS = 5;
/** Wall clock when both clocks of the graphs began. */
const EPOCH = 1_000_000;

/** Who spoke: the tone and a flash each second, the flash drawn 12 ms after it. */
function given(): Given {
  const seconds = Array.from({ length: SECONDS }, (_, second) => second);
  return {
    // Every other message comes late.
    spoken: seconds.map((second) => [second, EPOCH + second * 1_000 + (second % 2) * 4]),
    shown: seconds.map((second) => [second, EPOCH + second * 1_000 + 12]),
  };
}

/** Who listened: the tone `soundMs` later, but not in `silent` windows of 5 ms, and the flash `pictureMs` after it was drawn. */
function got(soundMs: number, pictureMs: number, silent: (window: number) => boolean = () => false): Got {
  const windows = Array.from({ length: SECONDS * 200 }, (_, window): [number, number] => {
    const inSecond = (((window * 5 - soundMs) % 1_000) + 1_000) % 1_000;
    if (silent(window)) return [0, 0];
    return inSecond < 100 ? [0, 0.5] : [0.5, 0];
  });
  const heard: Heard[] = [];
  for (let first = 0; first < windows.length; first += 10) {
    const end = (first + 10) * 0.005;
    heard.push([end, EPOCH + end * 1_000, ...windows.slice(first, first + 10).flat()]);
  }
  return { heard, seen: given().shown.map(([, at]) => at + pictureMs) };
}

it('tells how late sound and pictures are, and how far apart, however long after the tone a flash was drawn', () => {
  const { delays, pictures, apart, gaps } = judge(given(), got(150, 90));
  expect(delays).toHaveLength(SECONDS);
  for (const delay of delays) expect(delay).toBeCloseTo(150, 6);
  for (const picture of pictures) expect(picture).toBeCloseTo(90, 6);
  expect(apart).toHaveLength(SECONDS);
  for (const distance of apart) expect(distance).toBeCloseTo(60, 6);
  expect(gaps).toBe(0);
});

it('says of sound that comes before its picture how much sooner it was', () => {
  for (const distance of judge(given(), got(50, 90)).apart) expect(distance).toBeCloseTo(-40, 6);
});

it('compares the sound and the picture of one second, and leaves out a second of which one is missing', () => {
  const { heard, seen } = got(150, 90, (window) => window >= 230 && window < 260); // the burst of second 1
  const later = seen.map((at, second) => at + second * 10).filter((_, second) => second !== 0);
  const { delays, pictures, apart, gaps } = judge(given(), { heard, seen: later });
  expect([delays.length, pictures.length]).toEqual([SECONDS - 1, SECONDS - 1]);
  expect(apart.map(Math.round)).toEqual([40, 30, 20]);
  expect(gaps).toBeCloseTo(30 / (SECONDS * 200), 6);
});

it('takes a flash that is seen again before the next for the same one', () => {
  const late = got(150, 90);
  const { pictures } = judge(given(), { ...late, seen: late.seen.flatMap((at) => [at, at + 100]) });
  expect(pictures).toHaveLength(SECONDS);
  for (const picture of pictures) expect(picture).toBeCloseTo(90, 6);
});

it('tells what a call took for each second, and what is not known', () => {
  const before = { at: 5_000, pictureBytes: 1_000, senderMs: 700, receiverMs: undefined };
  const after = { at: 7_000, pictureBytes: 126_000, senderMs: 1_300, receiverMs: undefined };
  expect(costBetween(before, after)).toEqual({ kilobits: 500, sender: 0.3, receiver: Number.NaN });
});

it('puts the first minute beside the last where there is more than one', () => {
  const cost = { kilobits: 500.4, sender: 0.3, receiver: Number.NaN };
  const early = judge(given(), got(150, 90));
  const late = judge(given(), got(250, 100));
  const of = (...parts: (typeof early)[]): string =>
    tables([{ browser: 'chromium', fps: 30, way: 'pictures', parts, cost }]);
  expect(of(early)).not.toContain('Over time');
  expect(of(early)).toMatch(/500 +\| 30 % +\| not known/);
  expect(of(early, early, late).split('Over time')[1]).toMatch(/150 +\| 250 +\| 60 +\| 150 /);
  expect(together([early, late]).delays).toHaveLength(2 * SECONDS);
});
