import { describe, expect, it } from 'vitest';
import { BypassWatch } from './bypass.ts';

const picture = (framesSent: number, payloadBytes: number, seen: number, sealed: number, spanMs = 20) =>
  ({ kind: 'video', framesSent, payloadBytes, seen, sealed, spanMs }) as const;
const sound = (payloadBytes: number, sealed: number, packets = 0, spanMs = 20) =>
  ({ kind: 'audio', framesSent: packets, payloadBytes, seen: sealed, sealed, spanMs }) as const;

/** The look at which a leak is seen, or undefined. */
function foundAt(samples: readonly Parameters<BypassWatch['add']>[0][]): number | undefined {
  const watch = new BypassWatch();
  const index = samples.findIndex((sample) => watch.add(sample));
  return index < 0 ? undefined : index;
}

const seconds = <T>(length: number, at: (t: number) => T): T[] => Array.from({ length }, (_, t) => at(t));

describe('is quiet', () => {
  it('while everything that goes out was sealed', () => {
    expect(foundAt(seconds(100, (t) => picture(30 * t, 9_000 * t, 30 * t + 3, 30 * t + 2)))).toBeUndefined();
  });

  it('without a key: frames are counted before the transform and nothing goes out', () => {
    expect(foundAt(seconds(100, (t) => picture(30 * t, 0, 30 * t + 1, 0)))).toBeUndefined();
  });

  it('without a key any more, while the browser sends packets of before again', () => {
    const looks = seconds(60, (t) => picture(30 * t, 20_000 * t, 30 * t + 1, Math.min(30 * t, 300)));
    expect(foundAt(looks)).toBeUndefined();
  });

  it('while a picture stands still, and comes one by one', () => {
    const still = seconds(300, (t) => picture(90, 40_000 + 1_000 * t, 90, 90));
    const slow = seconds(300, (t) => picture(90 + t, 340_000 + 9_000 * t, 90 + t, 90 + t));
    expect(foundAt([picture(0, 0, 0, 0), ...still, ...slow])).toBeUndefined();
  });

  it.each([
    // Looks at Chromium, second by second: three layers of VP8 by simulcast, and AV1 in three spatial layers. The canvas
    // stops after the third. On the wire are RTX packets alone from then on, 148 in a second; none is counted as such.
    [
      [20, 37, 49, 49, 49, 49, 49],
      [129_891, 251_073, 394_967, 551_132, 713_759, 765_455, 765_455],
    ],
    [
      [30, 38, 46, 46, 46, 46, 46],
      [60_542, 117_246, 167_104, 209_825, 209_825, 209_825, 209_825],
    ],
  ])('while a browser that ramps up sends packets of before again, as recorded: %j frames', (frames, bytes) => {
    const looks = frames.map((count, look) => picture(count, bytes[look] ?? 0, count, count));
    expect(foundAt(looks)).toBeUndefined();
    // The same beside a worker that had got none of the last frames.
    expect(foundAt(looks.map((look) => ({ ...look, seen: 20, sealed: 20 })))).toBe(2);
  });

  it('when a busy worker answered the first looks late, with frames that came after the browser was asked', () => {
    // Three layers of 30 a second. The answer comes 1.8 s late, then 0.9, then as it should.
    const spans = [1_800, 900, 30];
    const looks = seconds(60, (t) => {
      const spanMs = spans[t] ?? 20;
      const sent = 90 * t + 90;
      const seen = sent + (90 * spanMs) / 1_000;
      return { pictures: picture(sent, 300 * sent, seen, seen, spanMs), sounds: sound(100 * sent, seen, sent, spanMs) };
    });
    expect(foundAt(looks.map(({ pictures }) => pictures))).toBeUndefined();
    expect(foundAt(looks.map(({ sounds }) => sounds))).toBeUndefined();
    // A worker that is always that late is no reason to find nothing.
    const leak = seconds(60, (t) => picture(93 * t, 9_000 * t, 90 * t + 100, 90 * t + 100, 1_200));
    expect(foundAt(leak)).toBeLessThan(13);
  });

  it('while sound stops and goes on', () => {
    const looks = [sound(0, 0), sound(900, 50), sound(940, 50), sound(940, 50), sound(940, 50), sound(1_800, 100)];
    expect(foundAt([...looks, sound(1_840, 100), sound(1_840, 100)])).toBeUndefined();
  });
});

describe('sees', () => {
  it('a transform that was never attached at the second look', () => {
    expect(foundAt([picture(10, 3_000, 0, 0), picture(40, 12_000, 0, 0)])).toBe(1);
    expect(foundAt([sound(1_000, 0), sound(9_000, 0)])).toBe(1);
  });

  it('sound and pictures that go past a worker which sealed before', () => {
    const sounds = [sound(1_000, 50), sound(9_000, 100), sound(18_000, 100), sound(27_000, 100)];
    expect(foundAt(sounds)).toBe(3); // the third may be the pacer's rest
    const pictures = seconds(9, (t) => picture(30 * t, 9_000 * t, Math.min(30 * t, 90), Math.min(30 * t, 90)));
    expect(foundAt(pictures)).toBe(5);
  });

  it('frames let out in clear at one a second, however the looks fall', () => {
    const frames = (t: number): number => 90 + ([0, 1, 1, 3, 3, 4, 6, 6, 7][t] ?? 0);
    expect(foundAt(seconds(9, (t) => picture(frames(t), 9_000 * frames(t), 90, 90)))).toBeLessThan(5);
    expect(foundAt(seconds(9, (t) => sound(100 * frames(t), 90)))).toBeLessThan(5);
  });

  it('sound in clear, three packets a second, beside fifty that are sealed', () => {
    expect(foundAt(seconds(60, (t) => sound(5_300 * t, 50 * t, 53 * t)))).toBeLessThan(13);
    expect(foundAt(seconds(60, (t) => sound(5_000 * t, 50 * t + 3, 50 * t)))).toBeUndefined();
  });

  it('one in clear a second beside thirty that are sealed, within half a minute', () => {
    expect(foundAt(seconds(60, (t) => picture(31 * t, 9_300 * t, 30 * t, 30 * t)))).toBeLessThan(35);
  });

  it('a simulcast layer that goes past the worker while another one is sealed', () => {
    expect(foundAt(seconds(6, (t) => picture(60 * t, 9_000 * t, 30 * t, 30 * t + 1)))).toBeLessThan(6);
  });
});

it('starts again when a sender gets a new SSRC', () => {
  const looks = [picture(500, 90_000, 500, 500), picture(3, 1_000, 503, 503), picture(33, 9_000, 533, 533)];
  expect(foundAt(looks)).toBeUndefined();
});
