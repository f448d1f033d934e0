import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessUnits, encodeNalUnits } from '../../scripts/covers/decode.ts';
import { Member, NOON, sealed } from '../../test/support/frame-member.ts';
import {
  anyFrame,
  anyPiece,
  inParts,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
  video,
} from '../../test/support/pieces.ts';
import { escaped } from './emulation-prevention.ts';
import { h264 } from './h264.ts';
import { h265 } from './h265.ts';

const COVERS = [h264, h265] as const;

/** Pieces that need escaping, up to everywhere. */
const zeroes: fc.Arbitrary<Uint8Array> = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 0xff), { maxLength: 400 })
  .map((bytes) => pieceOf(Uint8Array.from(bytes)));

/** Start codes of 3 and 4 bytes. */
const START_CODES = [
  [0, 0, 1],
  [0, 0, 0, 1],
] as const;

const FOREIGN = {
  h264: { delimiter: [0x09, 0xf0], before: [0x67, 0x42, 0xc0, 0x1f, 0x8c], sei: 0x06 },
  h265: { delimiter: [0x46, 0x01, 0x50], before: [0x42, 0x01, 0x01, 0x60], sei: 0x50 },
} as const;

function wrapped(cover: (typeof COVERS)[number], isKey: boolean, piece = pieceOfLength(40)): Uint8Array {
  return cover.wrap(inParts(piece), video(isKey, 64, 64)) ?? NO_SOURCE;
}

/** NAL units without their start codes. */
function nalUnits(frame: Uint8Array): Buffer[] {
  const starts = [...frame.keys()].filter((i) => frame[i] === 1 && frame[i - 1] === 0 && frame[i - 2] === 0);
  return starts.map((start, i) => {
    const next = starts[i + 1];
    const end = next === undefined ? frame.byteLength : next - (frame[next - 3] === 0 ? 3 : 2);
    return Buffer.from(frame.subarray(start + 1, end));
  });
}

/** Whether a strict parser finds the frames again in a stream; the first zero of a start code may go with either side. */
function isApartAs(frames: readonly Uint8Array[], codec: 'h264' | 'h265'): boolean {
  const sizes = accessUnits(codec, Buffer.concat(frames));
  return (
    sizes.length === frames.length && frames.every(({ byteLength }, i) => Math.abs(byteLength - (sizes[i] ?? 0)) <= 1)
  );
}

function joined(units: readonly (readonly number[] | Uint8Array)[], startCode: readonly number[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [Uint8Array.from(startCode), Uint8Array.from(unit)]));
}

describe.each(COVERS)('a piece in the tail of a slice of $id', (cover) => {
  it.each([
    ['any', anyPiece],
    ['full of zeros', zeroes],
  ])('comes back when it is %s', (_what, pieces) => {
    fc.assert(
      fc.property(pieces, fc.boolean(), (piece, isKey) => {
        expect(Buffer.from(cover.unwrap(wrapped(cover, isKey, piece)) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('comes back at any length, all zeros too, with zeros at its end', () => {
    for (const length of PIECE_LENGTHS.filter((bytes) => bytes > 3)) {
      for (const piece of [pieceOfLength(length), pieceOf(new Uint8Array(length))]) {
        expect(Buffer.compare(cover.unwrap(wrapped(cover, false, piece)) ?? NO_SOURCE, piece)).toBe(0);
      }
    }
  });

  it('is a view into the frame unless it was escaped', () => {
    const frame = wrapped(cover, true, pieceOf(new Uint8Array(100).fill(7)));
    expect(cover.unwrap(frame)?.buffer).toBe(frame.buffer);
  });

  it('comes back from what packetizers and servers make of the frame', () => {
    const { delimiter, before } = FOREIGN[cover.id as 'h264' | 'h265'];
    const piece = pieceOf(new Uint8Array(50));
    for (const isKey of [true, false]) {
      const units = nalUnits(wrapped(cover, isKey, piece));
      for (const startCode of START_CODES) {
        for (const prepended of [[], [delimiter], [before], [delimiter, before, before]]) {
          for (const zeros of [0, 1, 4]) {
            const frame = Buffer.concat([joined([...prepended, ...units], startCode), Buffer.alloc(zeros)]);
            expect(Buffer.from(cover.unwrap(frame) ?? [])).toEqual(piece);
          }
        }
      }
    }
  });

  it('adds no start code, and nothing that decoders take for one', () => {
    const frame = wrapped(cover, true, pieceOf(new Uint8Array(3_000)));
    expect(nalUnits(frame)).toHaveLength(cover === h264 ? 3 : 4); // parameter sets, slice
    for (let i = 2; i < frame.byteLength; i++) {
      if (frame[i - 1] !== 0 || frame[i - 2] !== 0) continue;
      expect(frame[i]).not.toBe(2);
      if (frame[i] === 0) expect(frame[i + 1]).toBe(1);
    }
  });

  it('is looked for in any bytes without throwing', () => {
    fc.assert(
      fc.property(anyFrame([wrapped(cover, true), wrapped(cover, false)]), (frame) => {
        const piece = cover.unwrap(frame);
        if (!piece) return;
        expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
        expect(piece.byteLength).toBeLessThanOrEqual(frame.byteLength);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not found when its length says that it is longer than the frame, or no piece', () => {
    const frame = wrapped(cover, false);
    const lengthAt = frame.byteLength - 1 - 8 - 4 - 1;
    expect(frame[lengthAt]).toBe(0x80 | 40);
    for (const length of [0, 1, 39, 41, 127]) {
      const changed = frame.slice();
      changed[lengthAt] = 0x80 | length;
      expect(cover.unwrap(changed), String(length)).toBeUndefined();
    }
  });

  it('is found before and behind other NAL units', () => {
    const { sei } = FOREIGN[cover.id as 'h264' | 'h265'];
    const other = [sei, ...(cover === h264 ? [] : [1]), 5, 20, ...new Uint8Array(20).fill(9), 0x80];
    for (const piece of [pieceOfLength(40), pieceOf(new Uint8Array(40))]) {
      const units = nalUnits(wrapped(cover, false, piece));
      for (const frame of [
        [other, ...units],
        [...units, other],
      ]) {
        expect(Buffer.from(cover.unwrap(joined(frame, [0, 0, 1])) ?? [])).toEqual(Buffer.from(piece));
      }
    }
  });

  it('stays with its picture where a strict parser takes the stream apart', () => {
    const frames = [true, false, false, true, false].map((isKey) => wrapped(cover, isKey));
    expect(isApartAs(frames, cover.id as 'h264' | 'h265')).toBe(true);
  });

  it('is there in a frame of which a server or a receiver takes the slice alone', () => {
    const slice = nalUnits(wrapped(cover, true)).at(-1) ?? NO_SOURCE;
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, slice.byteLength);
    const frame = Buffer.concat([new Uint8Array(length.buffer), slice]);
    expect(Buffer.from(cover.unwrap(frame) ?? [])).toEqual(Buffer.from(pieceOfLength(40)));
  });

  it('is gone from a frame that was cut before its end', () => {
    for (const frame of [wrapped(cover, true), wrapped(cover, false)]) {
      for (let length = 0; length < frame.byteLength; length++) {
        expect(cover.unwrap(frame.subarray(0, length)), String(length)).toBeUndefined();
      }
    }
  });

  it('brings frames of a real encoder back as they were', async () => {
    const codec = cover.id as 'h264' | 'h265';
    const member = await new Member().keys(NOON);
    const stream = member.sealer.stream();
    const frames = encodeNalUnits(codec, { width: 320, height: 180, frames: 12, keyInterval: 5 });
    expect(frames).toHaveLength(12);
    const other = await new Member().keys(NOON);
    for (const [i, { bytes, width, height }] of frames.entries()) {
      const context = { kind: 'video', codec, isKey: i % 5 === 0 } as const;
      const { piece: sealedPiece } = await sealed(stream, context, { frame: bytes });
      const sent = cover.wrap(inParts(sealedPiece), { ...context, width, height, source: bytes });
      const piece = cover.unwrap(sent ?? NO_SOURCE) ?? NO_SOURCE;
      const opened = await other.opener.open({ ...context, piece, nowMs: NOON });
      expect(Buffer.compare(opened.ok ? opened.frame : NO_SOURCE, bytes)).toBe(0);
    }
  });
});

it('escapes as the standard says', () => {
  const cases: [number[], number[]][] = [
    [[], []],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0, 0, 4],
      [0, 0, 4],
    ],
    [
      [0, 0, 3],
      [0, 0, 3, 3],
    ],
    [
      [0, 0, 0, 0, 0],
      [0, 0, 3, 0, 0, 3, 0],
    ],
    [
      [7, 0, 0, 1, 0, 0, 2],
      [7, 0, 0, 3, 1, 0, 0, 3, 2],
    ],
  ];
  for (const [source, wanted] of cases) expect([...escaped(Uint8Array.from(source))]).toEqual(wanted);
});

it('the control: an SEI NAL unit behind the slice of H.264 goes with the next picture', () => {
  const sei = Uint8Array.of(0, 0, 0, 1, 0x06, 5, 16, ...new Uint8Array(16).fill(9), 0x80);
  const frames = [true, false, false].map((isKey) => Buffer.concat([wrapped(h264, isKey), sei]));
  expect(isApartAs(frames, 'h264')).toBe(false);
});
