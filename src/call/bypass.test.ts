import { expect, it } from 'vitest';
import { BypassWatch } from './bypass.ts';

const sample = (framesSent: number, payloadBytes: number, seen: number, sealed: number) => ({
  framesSent,
  payloadBytes,
  seen,
  sealed,
});

it('is quiet while everything that goes out was sealed', () => {
  const watch = new BypassWatch();
  for (let t = 0; t < 100; t++) expect(watch.add(sample(30 * t, 9_000 * t, 30 * t + 3, 30 * t + 2))).toBe(false);
});

it('is quiet without a key: frames are counted before the transform and nothing goes out', () => {
  const watch = new BypassWatch();
  for (let t = 0; t < 100; t++) expect(watch.add(sample(30 * t, 0, 30 * t + 1, 0))).toBe(false);
});

it('sees a transform that was never attached at the second look', () => {
  const watch = new BypassWatch();
  expect(watch.add(sample(10, 3_000, 0, 0))).toBe(false);
  expect(watch.add(sample(40, 12_000, 0, 0))).toBe(true);
});

it('sees audio that goes past a worker which sealed before', () => {
  const watch = new BypassWatch();
  watch.add(sample(0, 1_000, 50, 50));
  expect(watch.add(sample(0, 9_000, 100, 100))).toBe(false);
  expect(watch.add(sample(0, 18_000, 100, 100))).toBe(false); // may be the pacer's rest
  expect(watch.add(sample(0, 27_000, 100, 100))).toBe(true);
});

it('sees a simulcast layer that goes past the worker while another one is sealed', () => {
  const watch = new BypassWatch();
  const leaks = Array.from({ length: 6 }, (_, t) => watch.add(sample(60 * t, 9_000 * t, 30 * t, 30 * t + 1)));
  expect(leaks.at(-1)).toBe(true);
});

it('starts again when a sender gets a new SSRC', () => {
  const watch = new BypassWatch();
  watch.add(sample(500, 90_000, 500, 500));
  expect(watch.add(sample(3, 1_000, 503, 503))).toBe(false);
  expect(watch.add(sample(33, 9_000, 533, 533))).toBe(false);
});
