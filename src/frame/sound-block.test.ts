import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELTA, Member, NOON, outcome, sealed } from '../../test/support/frame-member.ts';
import { Scratch } from '../scratch.ts';
import { EXTENDED } from './piece.ts';
import { decodePlaintext, encodeExtensions, encodePlaintext, formOf } from './plaintext.ts';
import { decodeSound, encodeSound, isTellable, type SoundPacket, soundLength } from './sound-block.ts';

const FRAME = new Uint8Array([7, 8, 9]);

/** As a reader gets it out of a picture's plaintext. */
function throughPicture(packets: readonly SoundPacket[], padding = 0): readonly SoundPacket[] | undefined {
  const layout = { extensions: encodeSound(packets, soundLength(packets) + padding), step: 1 };
  const plaintext = decodePlaintext(formOf(layout), encodePlaintext(FRAME, layout, new Scratch()).slice());
  expect(plaintext?.frame).toEqual(FRAME);
  return decodeSound(plaintext?.sound ?? new Uint8Array(0));
}

/** Packets of up to three sounds, each in the order of its clock, which may begin anew after 32 bits. */
const PACKETS = fc
  .array(
    fc.record({
      source: fc.nat(2),
      step: fc.integer({ min: 120, max: 2_000 }),
      opus: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    }),
    { maxLength: 12 },
  )
  .map((list) => {
    const clocks = [0xffff_f000, 0, 5];
    return list.map(({ source, step, opus }): SoundPacket => {
      clocks[source] = ((clocks[source] ?? 0) + step) >>> 0;
      return { source, time: clocks[source] ?? 0, opus };
    });
  });

describe('sound in a picture', () => {
  it('comes out as it went in, whatever its padding', () => {
    fc.assert(
      fc.property(PACKETS, fc.nat(900), (packets, padding) => {
        const sorted = packets.toSorted((one, other) => firstOf(packets, one) - firstOf(packets, other));
        expect(throughPicture(packets, padding)).toEqual(sorted);
      }),
    );
  });

  it('is read or refused, never thrown at, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const packets = decodeSound(bytes) ?? [];
        expect(packets.every(({ opus }) => opus.byteLength > 0)).toBe(true);
      }),
    );
  });

  it('is nothing where it is padding alone, and refused where it ends early', () => {
    expect(decodeSound(new Uint8Array(0))).toEqual([]);
    expect(decodeSound(new Uint8Array(300))).toEqual([]);
    const whole = [1, 0, 0, 0, 0, 9, 0, 0, 0, 2, 0x78, 1];
    expect(decodeSound(Uint8Array.from(whole))).toEqual([{ source: 0, time: 9, opus: new Uint8Array([0x78, 1]) }]);
    for (let length = 1; length < whole.length; length++) {
      expect(decodeSound(Uint8Array.from(whole.slice(0, length)))).toBeUndefined();
    }
    expect(decodeSound(Uint8Array.from([1, 0, 0, 0, 0, 9, 0, 0, 0, 0]))).toBeUndefined(); // an empty packet is none
  });

  it('says that a packet is 65,535 ticks older than the newest, and no more', () => {
    expect(isTellable(100, 100 + 0xffff)).toBe(true);
    expect(isTellable(100, 100 + 0x1_0000)).toBe(false);
    expect(isTellable(0xffff_ff00, 0x100)).toBe(true);
  });

  it('is beside what else the stream says, and skipped by readers that do not know it', () => {
    const opus = new Uint8Array(400).fill(0x78);
    const sound = encodeSound([{ source: 1, time: 4_800, opus }], 600);
    const extensions = new Uint8Array([...encodeExtensions({ role: 'camera', name: 'Ada' }), ...sound]);
    const plaintext = encodePlaintext(FRAME, { extensions, step: 1 }, new Scratch()).slice();
    expect(decodePlaintext(EXTENDED, plaintext)).toMatchObject({ role: 'camera', name: 'Ada', frame: FRAME });
    expect(decodeSound(decodePlaintext(EXTENDED, plaintext)?.sound ?? new Uint8Array(0))).toHaveLength(1);
    // Each of its parts is an extension on its own: type, length, value.
    let offset = 0;
    for (; offset < sound.length; offset += 2 + (sound[offset + 1] ?? 0)) expect(sound[offset]).toBe(4);
    expect(offset).toBe(sound.length);
  });

  it('is within the seal of its picture: no other picture, nor any bit of it, can be changed', async () => {
    const [ada, bo] = [await new Member().keys(NOON), await new Member().keys(NOON)];
    const sound = encodeSound([{ source: 0, time: 960, opus: new Uint8Array(80).fill(3) }], 128);
    const { piece } = await sealed(ada.sealer.stream(), DELTA, { sound });
    for (let bit = 0; bit < 8 * piece.byteLength; bit += 37) {
      const changed = piece.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(outcome(await bo.opener.open({ ...DELTA, piece: changed, nowMs: NOON }))).not.toBe('opened');
    }
    const result = await bo.opener.open({ ...DELTA, piece, nowMs: NOON });
    expect(result.ok && decodeSound(result.sound ?? new Uint8Array(0))).toHaveLength(1);
    expect(outcome(await bo.opener.open({ ...DELTA, piece, nowMs: NOON }))).toBe('duplicate');
  });
});

function firstOf(packets: readonly SoundPacket[], { source }: SoundPacket): number {
  return packets.findIndex((packet) => packet.source === source);
}
