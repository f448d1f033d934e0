import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeedCounts, SoundFeed } from './sound-feed.ts';

/** 20 ms at 48 kHz. */
const TICK = 960;
const MINUTE = 60_000;

interface Scene {
  /** Milliseconds that are simulated. */
  readonly lasts: number;
  /** How much faster the sender's clock is than the carriers', in millionths. */
  readonly drift?: number;
  /** Milliseconds between two pictures, which bring what was said since the last. */
  readonly pictures?: number;
  /** Milliseconds that the picture of a number is late. */
  readonly late?: (picture: number) => number;
  /** Whether a sound of that number was made and arrives. */
  readonly made?: (sound: number) => boolean;
  /** Place of a sound on the sender's clock. */
  readonly at?: (sound: number) => number;
  /** When the carrier of a number comes, or undefined for one that never does: milliseconds. */
  readonly carrier?: (carrier: number) => number | undefined;
}

interface Put {
  readonly sound: number;
  readonly carrier: number;
  /** Milliseconds from its arrival here until it went on. */
  readonly waited: number;
  readonly when: number;
}

/** Plays a scene. @returns what went on, in that order */
function play(scene: Scene): { readonly puts: readonly Put[]; readonly counts: FeedCounts } {
  const { lasts, drift = 0, pictures = 33, late = () => 0, made = () => true } = scene;
  const { at = (sound) => sound * TICK, carrier = (number) => number * 20 } = scene;
  const events: { readonly when: number; happen(): void }[] = [];
  const arrived = new Map<number, number>();
  const puts: Put[] = [];
  let when = 0;
  const feed = new SoundFeed<number>((frame, opus) => {
    const sound = new DataView(opus.buffer).getUint32(0);
    puts.push({ sound, carrier: frame, waited: when - (arrived.get(sound) ?? 0), when });
  });
  const spacing = 20 / (1 + drift / 1e6);
  for (let sound = 0; sound * spacing < lasts; sound++) {
    if (!made(sound)) continue;
    const picture = Math.ceil((sound * spacing) / pictures);
    const opus = new Uint8Array(4);
    new DataView(opus.buffer).setUint32(0, sound);
    const arrival = picture * pictures + late(picture);
    arrived.set(sound, arrival);
    events.push({ when: arrival, happen: () => feed.sound(at(sound), opus) });
  }
  // Their timestamps come close to the end of 32 bits.
  for (let number = 0; number * 20 < lasts; number++) {
    const comes = carrier(number);
    if (comes === undefined) continue;
    events.push({ when: comes, happen: () => feed.carrier((2 ** 32 - 400 * TICK + number * TICK) >>> 0, number) });
  }
  for (const event of events.toSorted((a, b) => a.when - b.when)) {
    ({ when } = event);
    event.happen();
  }
  return { puts, counts: feed.counts };
}

/** The longest time for which a sound waited here, milliseconds, after the first second. */
const longestWait = (puts: readonly Put[]): number =>
  Math.max(...puts.filter(({ when }) => when > 1_000).map(({ waited }) => waited));

/** By how much the distance of sounds and carriers changes, each time that it does. */
const changes = (puts: readonly Put[]): number[] =>
  puts
    .map(({ sound, carrier }) => carrier - sound)
    .map((distance, i, all) => Math.abs(distance - (all[i - 1] ?? distance)))
    .filter((change) => change > 0);

describe('sound in a stream of carriers', () => {
  it('goes on when it arrives, in a carrier as far from the last as the sounds are apart', () => {
    const { puts, counts } = play({ lasts: 10_000 });
    expect(longestWait(puts)).toBe(0);
    expect(changes(puts)).toEqual([]);
    expect(counts).toMatchObject({ placed: 1 });
    expect(puts.length).toBeGreaterThan(480);
  });

  it('that came before there were carriers is not heard late: the backlog goes', () => {
    const { puts } = play({ lasts: 5_000, carrier: (number) => 2_000 + number * 20 });
    expect(puts[0]?.when).toBeGreaterThan(2_100);
    const first = puts.filter(({ when }) => when < 2_300);
    // What was said a picture ago at the most.
    for (const { sound, when } of first) expect(when - sound * 20).toBeLessThan(120);
    expect(longestWait(puts.filter(({ when }) => when > 2_300))).toBe(0);
  });

  it('keeps its places when pauses, losses and other lengths come, each packet once', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), fc.integer({ min: 20, max: 140 }), (coins, pictures) => {
        const made = Array.from({ length: 500 }, () => coins.next().value as boolean);
        // Carriers stand still, too, again and again.
        const carrier = (number: number): number => number * 20 + Math.floor(number / 60) * 110;
        const { puts } = play({ lasts: 10_000, pictures, carrier, made: (sound) => made[sound] ?? false });
        expect(new Set(puts.map(({ sound }) => sound)).size).toBe(puts.length);
        expect(new Set(puts.map(({ carrier }) => carrier)).size).toBe(puts.length);
        // Later sounds are in later carriers, whatever the order in which they went on.
        const carriers = puts.toSorted((a, b) => a.sound - b.sound).map(({ carrier }) => carrier);
        expect(carriers).toEqual(carriers.toSorted((a, b) => a - b));
        expect(longestWait(puts)).toBeLessThanOrEqual(280);
      }),
      { numRuns: 50 },
    );
  });

  it('that a network delays for up to 400 ms is all heard, in any order', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 400 })), (delays) => {
        const late = Array.from({ length: 400 }, () => delays.next().value as number);
        const { counts, puts } = play({ lasts: 12_000, late: (picture) => late[picture] ?? 0 });
        expect(counts.lost).toBeLessThan(30); // of the first half second, until the earliest has shown itself
        expect(longestWait(puts)).toBeLessThanOrEqual(200);
      }),
      { numRuns: 50 },
    );
  });

  it('that is a second late and more is not heard', () => {
    const { puts } = play({ lasts: 10_000, late: (picture) => (picture === 100 ? 1_500 : 0) });
    const missing = Array.from({ length: 20 }, (_, i) => 155 + i).filter((n) => !puts.some(({ sound }) => sound === n));
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length).toBeLessThan(3);
  });

  it.each([-3_000, -100, 100, 3_000])(
    'of a clock that drifts by %i millionths waits no longer after ten minutes',
    (drift) => {
      const { puts, counts } = play({ lasts: 10 * MINUTE, drift });
      expect(longestWait(puts)).toBeLessThanOrEqual(20);
      // One carrier more or less for each 20 ms that the clocks went apart, one at a time; and what came before it began.
      const apart = (10 * MINUTE * Math.abs(drift)) / 1e6 / 20;
      expect(changes(puts).length).toBeLessThanOrEqual(apart + 3);
      expect(Math.max(...changes(puts.slice(20)), 0)).toBeLessThanOrEqual(2);
      expect(counts.lost).toBeLessThanOrEqual(apart + 13);
    },
  );

  it('comes to no delay by drift where people make pauses, and loses next to nothing', () => {
    const made = (sound: number): boolean => sound % 500 < 400;
    const { puts } = play({ lasts: 10 * MINUTE, drift: 500, made });
    expect(longestWait(puts)).toBeLessThanOrEqual(20);
    const put = new Set(puts.map(({ sound }) => sound));
    const lost = Array.from({ length: 29_000 }, (_, i) => 100 + i).filter((sound) => made(sound) && !put.has(sound));
    expect(lost.length).toBeLessThan(4); // of what the clocks went apart, 300 ms
  });

  it('goes on at once after the carriers stood still, without what waited', () => {
    const stands = (number: number): number => number * 20 + (number > 100 ? 3_000 : 0);
    const { puts } = play({ lasts: 10_000, carrier: stands });
    const after = puts.filter(({ when }) => when > 5_100);
    expect(after[0]?.when).toBeLessThan(5_200);
    expect(longestWait(after.filter(({ when }) => when > 7_500))).toBeLessThanOrEqual(20);
    for (const { sound, when } of after) expect(when - sound * 20).toBeLessThan(300);
  });

  it('goes on at once after the sender stood still, or counts its time anew', () => {
    for (const at of [
      (sound: number) => (sound < 200 ? sound : sound - 150) * TICK,
      (sound: number) => (sound < 200 ? sound : sound + 1_000_000) * TICK,
      (sound: number) => (sound < 200 ? sound : sound - 190) * TICK,
    ]) {
      const { puts } = play({ lasts: 10_000, at, made: (sound) => sound < 200 || sound > 350 });
      const after = puts.filter(({ sound }) => sound > 350);
      expect(after[0]?.sound).toBeLessThan(380);
      expect(longestWait(after)).toBeLessThanOrEqual(20);
      expect(after.length).toBeGreaterThan(115);
    }
  });

  it('never queues up where carriers come too slowly', () => {
    const { puts, counts } = play({ lasts: 2 * MINUTE, carrier: (number) => number * 25 });
    for (const { sound, when } of puts) expect(when - sound * 20).toBeLessThan(300);
    expect(puts.length).toBeGreaterThan(4_500);
    expect(counts.put + counts.lost).toBeGreaterThan(5_990);
  });
});
