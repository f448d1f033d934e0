import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlaintext } from '../../src/frame/plaintext.ts';
import { encodeSound, type SoundPacket, soundLength } from '../../src/frame/sound-block.ts';
import { HeardSound } from './heard-sound.ts';
import type { HeardPacket } from './sound-player.ts';

const ADA = '0123456789aa';
const TICKS = 960;

const packet = (time: number, source = 0): SoundPacket => ({
  source,
  time: time >>> 0,
  opus: new Uint8Array([0x78, 1, 2]),
});

/** What a picture brings along, as it comes out of its plaintext. */
function soundOf(packets: readonly SoundPacket[]): Uint8Array {
  const extensions = encodeSound(packets, soundLength(packets) + 40);
  const head = [extensions.byteLength >> 8, extensions.byteLength & 0xff];
  const sound = decodePlaintext(0x20, Uint8Array.from([...head, ...extensions]))?.sound;
  if (!sound) throw new Error('no sound');
  return sound;
}

function reader() {
  const heard: HeardPacket[] = [];
  const forgotten: string[] = [];
  const sound = new HeardSound(
    (each) => heard.push(each),
    (member) => forgotten.push(member),
  );
  const take = (packets: readonly SoundPacket[], member: string | undefined = ADA, nowMs = 0): void =>
    sound.take({ member, sound: soundOf(packets) }, nowMs);
  return { sound, heard, forgotten, take, times: () => heard.map(({ at }) => at / TICKS) };
}

describe("a member's sound", () => {
  it('is heard once each, by its own clock, whatever repeats it and in whatever order pictures come', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 20 }, (_, i) => i),
          { minLength: 20 },
        ),
        (order) => {
          const { take, times } = reader();
          for (const first of order) {
            // Over the end of the clock's 32 bits.
            take([first, first + 1, first + 2].map((n) => packet(0xffff_ffff - 9_599 + n * TICKS)));
          }
          const begin = Math.min(...times());
          expect(
            times()
              .map((time) => time - begin)
              .toSorted((a, b) => a - b),
          ).toEqual(Array.from({ length: 22 }, (_, i) => i));
        },
      ),
    );
  });

  it('says whose it is and how long it plays', () => {
    const { take, heard } = reader();
    take([packet(4_800, 3)]);
    expect(heard).toEqual([{ member: ADA, stream: 3, at: 4_800, samples: 960, opus: new Uint8Array([0x78, 1, 2]) }]);
  });

  it('is not heard a second behind the newest: a server may have kept its picture', () => {
    const { take, times } = reader();
    take([packet(100 * TICKS)]);
    take([packet(51 * TICKS)]);
    take([packet(50 * TICKS)]);
    take([packet(10 * TICKS)]);
    expect(times()).toEqual([100, 51]);
  });

  it('is kept apart from that of others, and from their other sounds', () => {
    const { take, heard } = reader();
    for (const member of [ADA, '0123456789ac']) take([packet(960, 1), packet(960, 2)], member);
    expect(heard).toHaveLength(4);
  });

  it('is not heard while nobody knows whose it is', () => {
    const { sound, heard } = reader();
    sound.take({ member: undefined, sound: soundOf([packet(960)]) }, 0);
    expect(heard).toEqual([]);
  });

  it('is not heard twice where the server forwards it as well', () => {
    const { sound, take, times } = reader();
    take([packet(TICKS)], ADA, 0);
    sound.direct(ADA, 20);
    take([packet(2 * TICKS)], ADA, 900);
    take([packet(3 * TICKS)], ADA, 1_021);
    expect(times()).toEqual([1, 3]);
  });

  it('is not heard where a picture brings what is no sound, and does no harm', () => {
    const { sound, heard } = reader();
    sound.take({ member: ADA, sound: new Uint8Array([9, 0, 0]) }, 0);
    sound.take({ member: ADA, sound: soundOf([{ source: 0, time: 0, opus: new Uint8Array(1_501) }]) }, 0);
    expect(heard).toEqual([]);
  });

  it('says whom it was of lately, and forgets who is too many', () => {
    const { sound, take, forgotten } = reader();
    take([packet(960)], ADA, 1_000);
    expect(sound.lately(10_999)).toEqual([ADA]);
    expect(sound.lately(11_001)).toEqual([]);
    for (let i = 0; i < 64; i++) take([packet(960)], `00000000${(i + 0x1000).toString(16)}`, 2_000);
    expect(forgotten).toEqual([ADA]);
    sound.clear();
    expect(forgotten).toHaveLength(65);
    expect(sound.lately(2_000)).toEqual([]);
  });
});
