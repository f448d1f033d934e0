import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSound, SOUND, type SoundPacket } from '../../src/frame/sound-block.ts';
import { OwnSound } from './own-sound.ts';

/** Ticks of 48 kHz in a packet of 20 ms. */
const TICKS = 960;
const SSRC = 1;

/** The value of the extensions that a picture takes along. */
function soundIn(extensions: Uint8Array | undefined): Uint8Array {
  const value: number[] = [];
  const bytes = extensions ?? new Uint8Array(0);
  for (let offset = 0; offset < bytes.length; offset += 2 + (bytes[offset + 1] ?? 0)) {
    expect(bytes[offset]).toBe(SOUND);
    value.push(...bytes.subarray(offset + 2, offset + 2 + (bytes[offset + 1] ?? 0)));
  }
  return Uint8Array.from(value);
}

const packetsOf = (extensions: Uint8Array | undefined): readonly SoundPacket[] =>
  decodeSound(soundIn(extensions)) ?? [];
const timesOf = (extensions: Uint8Array | undefined): number[] => packetsOf(extensions).map(({ time }) => time / TICKS);

/** A microphone and a camera: packet n comes at 20 n milliseconds. */
function speaking(lossy = false) {
  const sound = new OwnSound();
  sound.wanted = true;
  sound.lossy = lossy;
  const [add, picture] = [sound.source(), sound.carrier()];
  let spoken = 0;
  const speakTo = (ms: number, size = 80): void => {
    for (; spoken * 20 <= ms; spoken++) add(spoken * TICKS, new Uint8Array(size).fill(0x78), spoken * 20);
  };
  return { sound, add, picture, speakTo };
}

describe('sound that waits for a picture', () => {
  it('goes with the next one, which repeats what the one before carried', () => {
    const { picture, speakTo } = speaking();
    speakTo(33);
    expect(timesOf(picture(SSRC, true, 33))).toEqual([0, 1]);
    speakTo(66);
    expect(timesOf(picture(SSRC, true, 66))).toEqual([2, 3]); // what a layer's first one had is not repeated
    speakTo(100);
    expect(timesOf(picture(SSRC, true, 100))).toEqual([2, 3, 4, 5]);
    speakTo(133);
    expect(timesOf(picture(SSRC, true, 133))).toEqual([4, 5, 6]);
  });

  it('is repeated twice when losses are told of', () => {
    const { picture, speakTo } = speaking(true);
    for (const ms of [20, 60, 100]) {
      speakTo(ms);
      picture(SSRC, true, ms);
    }
    speakTo(140);
    expect(timesOf(picture(SSRC, true, 140))).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('waits for half a second at most', () => {
    const { picture, speakTo } = speaking();
    speakTo(0);
    picture(SSRC, true, 0);
    speakTo(2_000);
    expect(timesOf(picture(SSRC, true, 2_000))).toEqual(Array.from({ length: 26 }, (_, i) => 75 + i));
  });

  it('goes with every layer, and the lowest temporal one carries what those above it did', () => {
    const { picture, speakTo } = speaking();
    const bases: number[] = [];
    for (let number = 0; number < 24; number++) {
      const ms = number * 33;
      speakTo(ms);
      const isBase = number % 4 === 0;
      const [low] = [picture(SSRC, isBase, ms), picture(2, true, ms)].map(timesOf);
      if (isBase) bases.push(...(low ?? []));
    }
    // Whoever gets nothing but the base layer misses nothing up to its last picture, number 20.
    expect(new Set(bases)).toEqual(new Set(Array.from({ length: Math.floor((20 * 33) / 20) + 1 }, (_, i) => i)));
  });

  it('gets through whole while no two pictures in a row are lost', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 10, maxLength: 60 }), (losses) => {
        const { picture, speakTo } = speaking();
        const heard = new Set<number>();
        let lostBefore = true; // the first of all
        let last = 0;
        losses.forEach((lose, number) => {
          const ms = number * 40;
          speakTo(ms);
          const times = timesOf(picture(SSRC, true, ms));
          lostBefore = lose && !lostBefore && number > 1;
          if (lostBefore) return;
          for (const time of times) heard.add(time);
          last = Math.floor(ms / 20);
        });
        expect(heard).toEqual(new Set(Array.from({ length: last + 1 }, (_, i) => i)));
      }),
    );
  });

  it('does not tell by the size of a picture who speaks', () => {
    const sizes = (size: (packet: number) => number): number[] => {
      const { picture, speakTo } = speaking();
      return Array.from({ length: 40 }, (_, number) => {
        speakTo(number * 66, size(number));
        return picture(SSRC, true, number * 66)?.byteLength ?? 0;
      });
    };
    const silence = sizes(() => 3);
    expect(sizes((number) => (number % 3 === 0 ? 120 : 60))).toEqual(silence);
    expect(Math.min(...silence.slice(2))).toBeGreaterThan(700);
  });

  it('is dropped when it is wanted no more, and nothing waits before it is', () => {
    const { sound, picture, speakTo } = speaking();
    speakTo(100);
    sound.wanted = false;
    expect(picture(SSRC, true, 100)).toBeUndefined();
    speakTo(200);
    sound.wanted = true;
    expect(picture(SSRC, true, 200)).toBeUndefined(); // there has not been a microphone since
    speakTo(220);
    expect(timesOf(picture(SSRC, true, 220))).toEqual([11]);
  });

  it('is another sound when its clock jumps, since readers do not go back', () => {
    const { add, picture } = speaking();
    const sources = [5_000, 4_000, 4_960, 4_960 + 601 * 48_000].map((time, i) => {
      add(time, new Uint8Array([0x78, 1, 2]), i * 20);
      return packetsOf(picture(SSRC, true, i * 20)).at(-1)?.source;
    });
    expect(sources).toEqual([0, 1, 1, 2]);
  });

  it('stays bounded, whatever its rate', () => {
    const { picture, speakTo } = speaking();
    speakTo(0);
    picture(SSRC, true, 0);
    speakTo(500, 1_400);
    const taken = picture(SSRC, true, 500);
    expect(taken?.byteLength).toBeLessThan(16_600);
    expect(timesOf(taken).at(-1)).toBe(25); // the newest is there
  });

  it('says when there is no picture to travel in', () => {
    const { sound, picture, speakTo } = speaking();
    expect(sound.state(0)).toBe('no-picture');
    const pictures = (fromMs: number, everyMs: number): void => {
      for (let ms = fromMs; ms < fromMs + 4_000; ms += everyMs) {
        speakTo(ms);
        picture(SSRC, true, ms);
      }
    };
    pictures(0, 500);
    expect(sound.state(4_000)).toBe('carried');
    expect(sound.state(6_000)).toBe('no-picture');
    pictures(6_000, 1_000); // as of a camera that is off, in Firefox
    expect(sound.state(10_000)).toBe('no-picture');
    pictures(10_000, 100);
    expect(sound.state(14_000)).toBe('carried');
    sound.wanted = false;
    expect(sound.state(14_000)).toBe('no');
  });
});
