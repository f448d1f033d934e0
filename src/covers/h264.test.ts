import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeVideo } from '../../scripts/covers/decode.ts';
import { h264 } from './h264.ts';
import { CARD } from './lock-shape.ts';
import {
  anyFrame,
  anyPiece,
  budget,
  cardLuma,
  coverStream,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
  SIZES,
  video,
} from './test-pieces.ts';

const KEY = h264.wrap(pieceOfLength(40), video(true, 64, 64)) ?? NO_SOURCE;
const DELTA = h264.wrap(pieceOfLength(40), video(false, 64, 64)) ?? NO_SOURCE;

/** Pieces that need escaping, up to everywhere. */
const zeroes: fc.Arbitrary<Uint8Array> = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 0xff), { maxLength: 400 })
  .map((bytes) => pieceOf(Uint8Array.from(bytes)));

/** What a depacketizer may make of a frame: start codes of 3 or 4 bytes, other NAL units before and behind. */
function repacked(frame: Uint8Array, startCode: readonly number[]): Uint8Array {
  const units: Uint8Array[] = [];
  let start = 4;
  for (let i = 4; i <= frame.byteLength; i++) {
    const isStart = frame[i] === 0 && frame[i + 1] === 0 && frame[i + 2] === 0 && frame[i + 3] === 1;
    if (!isStart && i < frame.byteLength) continue;
    units.push(frame.subarray(start, i));
    start = i + 4;
  }
  return Buffer.concat([[0x09, 0xf0], ...units].flatMap((unit) => [Uint8Array.from(startCode), Uint8Array.from(unit)]));
}

describe('H.264 cover', () => {
  it.each([
    ['any', anyPiece],
    ['full of zeros', zeroes],
  ])('gives back a piece that is %s', (_what, pieces) => {
    fc.assert(
      fc.property(pieces, fc.boolean(), (piece, isKey) => {
        const frame = h264.wrap(piece, video(isKey, 64, 48)) ?? NO_SOURCE;
        expect(Buffer.from(h264.unwrap(frame) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('gives the piece back from what a depacketizer makes of the frame', () => {
    for (const startCode of [
      [0, 0, 1],
      [0, 0, 0, 1],
    ]) {
      for (const frame of [KEY, DELTA]) {
        expect(Buffer.from(h264.unwrap(repacked(frame, startCode)) ?? [])).toEqual(Buffer.from(pieceOfLength(40)));
      }
    }
  });

  it('holds no start code but those of its own NAL units', () => {
    const frame = h264.wrap(pieceOf(new Uint8Array(3_000)), video(true, 64, 64)) ?? NO_SOURCE;
    const units = frame.reduce(
      (count, byte, i) => count + (byte === 1 && frame[i - 1] === 0 && frame[i - 2] === 0 ? 1 : 0),
      0,
    );
    expect(units).toBe(4); // SPS, PPS, slice, SEI
    for (let i = 2; i < frame.byteLength; i++) {
      if (frame[i - 1] !== 0 || frame[i - 2] !== 0) continue;
      expect(frame[i]).not.toBe(2);
      if (frame[i] === 0) expect(frame[i + 1]).toBe(1);
    }
  });

  it('takes any bytes for a frame, without throwing', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        const piece = h264.unwrap(frame);
        if (piece) {
          expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
          expect(piece.byteLength).toBeLessThanOrEqual(frame.byteLength);
        }
        expect(h264.card(isKey, frame, frame).byteLength).toBeLessThan(70_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds no piece in a frame that was cut before its end', () => {
    for (const frame of [KEY, DELTA]) {
      for (let length = 0; length < frame.byteLength - 1; length++) {
        expect(h264.unwrap(frame.subarray(0, length)), String(length)).toBeUndefined();
      }
    }
  });

  it('is as small as promised, at any size', () => {
    for (const [width, height] of SIZES) {
      for (const isKey of [true, false]) {
        const cover = h264.wrap(NO_SOURCE, video(isKey, width, height));
        expect(cover?.byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
      }
    }
  });

  it('is drawn as the lock card by h264, in the true size, also when that changes', () => {
    // Sizes of 4:2:0 pictures are even: cropping counts in chroma samples.
    const sizes = SIZES.filter(([width, height]) => width < 1_920 && width % 2 === 0 && height % 2 === 0);
    const stream = sizes.flatMap((size) => coverStream(h264, pieceOfLength(1_000), size));
    for (const { width, height, luma, chroma } of decodeVideo('h264', 'h264', stream)) {
      expect(cardLuma(width, height).equals(luma), `${width} x ${height}`).toBe(true);
      const [cb, cr] = [...new Set(chroma)];
      expect(Math.abs((cb ?? 0) - CARD.cb)).toBeLessThanOrEqual(2);
      expect(Math.abs((cr ?? 0) - CARD.cr)).toBeLessThanOrEqual(3);
    }
  }, 30_000);

  it('is accepted by h264 with pieces of any length', () => {
    const stream = PIECE_LENGTHS.flatMap((length) =>
      coverStream(h264, length ? pieceOfLength(length) : NO_SOURCE, [160, 96]),
    );
    const card = cardLuma(160, 96);
    for (const { luma } of decodeVideo('h264', 'h264', stream)) expect(card.equals(luma)).toBe(true);
  }, 30_000);

  it('shows the card again with every delta card that follows a key card', () => {
    const cards = [true, false, false, false, true, false].map((isKey) => ({
      bytes: h264.card(isKey, NO_SOURCE),
      width: 160,
      height: 96,
    }));
    for (const { luma } of decodeVideo('h264', 'h264', cards)) expect(cardLuma(160, 96).equals(luma)).toBe(true);
  });
});
