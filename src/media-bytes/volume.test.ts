import { describe, expect, it } from 'vitest';
import { Volume } from './volume.ts';

/** Sends `bytes` each `every` milliseconds from `from` to `to`. @returns when it was stopped first */
function send(volume: Volume, bytes: number, every: number, from: number, to: number): number | undefined {
  for (let now = from; now < to; now += every) if (volume.add(bytes, now)) return now;
  return undefined;
}

describe('Volume', () => {
  it('stops what keeps to the pace of media after three seconds of it', () => {
    // 16 kHz, 16 bits, in pieces of 20 ms.
    expect(send(new Volume(), 640, 20, 0, 60_000)).toBe(3_000);
  });

  it('lets a join, a busy meeting and telemetry go', () => {
    const volume = new Volume();
    expect(send(volume, 1_500, 100, 0, 2_900)).toBeUndefined(); // descriptions and candidates
    expect(send(volume, 300, 60, 5_000, 120_000)).toBeUndefined(); // control, 5 kB/s
    expect(volume.add(200_000, 140_000)).toBe(false); // one report
  });

  it('starts to count anew after a pause', () => {
    const volume = new Volume();
    send(volume, 640, 20, 0, 2_900);
    expect(send(volume, 640, 20, 4_000, 6_900)).toBeUndefined();
  });

  it('stops what is more than control in few large pieces, and as long as it goes on', () => {
    const volume = new Volume();
    expect(send(volume, 60_000, 1_000, 0, 20_000)).toBe(4_000);
    expect(volume.add(60_000, 5_000)).toBe(true);
    expect(volume.add(100, 40_000)).toBe(false);
  });
});
