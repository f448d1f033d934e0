import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ivfFrames } from '../../scripts/covers/containers.ts';
import { decodeVideo, ffmpeg } from '../../scripts/covers/decode.ts';
import {
  anyFrame,
  anyPiece,
  budget,
  cardLuma,
  coverStream,
  inParts,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
  SIZES,
  video,
} from '../../test/support/pieces.ts';
import { CARD } from './lock-shape.ts';
import { vp8 } from './vp8.ts';

const KEY = vp8.card(true, NO_SOURCE);
const DELTA = vp8.card(false, NO_SOURCE);
const DECODERS = ['vp8', 'libvpx'] as const;

describe('VP8 cover', () => {
  it('gives back any piece, from a cover of any size', () => {
    const side = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(anyPiece, fc.boolean(), side, side, (piece, isKey, width, height) => {
        const frame = vp8.wrap(inParts(piece), video(isKey, width, height));
        expect(Buffer.from((frame && vp8.unwrap(frame)) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('takes any bytes for a frame, without throwing', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        const piece = vp8.unwrap(frame);
        if (piece) expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
        expect(vp8.card(isKey, frame, frame).byteLength).toBeLessThan(70_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds no piece in a cover that was cut, and the rest of one in a piece that was cut', () => {
    for (const isKey of [true, false]) {
      const cover = vp8.wrap(inParts(pieceOf(NO_SOURCE)), video(isKey, 320, 180)) ?? NO_SOURCE;
      for (let length = 0; length < cover.byteLength - 1; length++) {
        expect(vp8.unwrap(cover.subarray(0, length))).toBeUndefined();
      }
    }
  });

  it('is as small as promised, at any size', () => {
    for (const [width, height] of SIZES) {
      for (const isKey of [true, false]) {
        const cover = vp8.wrap(inParts(NO_SOURCE), video(isKey, width, height));
        expect(cover?.byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
      }
    }
  });

  it('says the same whatever frame it covers', () => {
    const source = new Uint8Array(100).fill(0xaa);
    expect(vp8.wrap(inParts(pieceOf(source)), { ...video(true, 64, 64), source: source.map((byte) => ~byte) })).toEqual(
      vp8.wrap(inParts(pieceOf(source)), { ...video(true, 64, 64), source }),
    );
  });

  it('takes no size that is not one', () => {
    const known = vp8.wrap(inParts(NO_SOURCE), video(true, 160, 96));
    for (const [width, height] of [
      [0, 0],
      [-1, 96],
      [160, 0.5],
      [16_384, 16],
      [16_383, 16_383],
      [Number.NaN, 96],
    ] as const) {
      expect(vp8.wrap(inParts(NO_SOURCE), video(true, width, height))).toEqual(known);
    }
  });

  it.each(DECODERS)(
    'is drawn as the lock card by %s, in the true size, also when that changes',
    (decoder) => {
      const stream = SIZES.filter(([width]) => width < 1_920).flatMap((size) =>
        coverStream(vp8, pieceOfLength(1_000), size),
      );
      for (const { width, height, luma, chroma } of decodeVideo('vp8', decoder, stream)) {
        expect(cardLuma(width, height).equals(luma), `${width} x ${height}`).toBe(true);
        expect([...new Set(chroma)]).toEqual([CARD.cb, CARD.cr]);
      }
    },
    30_000,
  );

  it.each(DECODERS)(
    'is accepted by %s with pieces of any length',
    (decoder) => {
      const stream = PIECE_LENGTHS.flatMap((length) =>
        coverStream(vp8, length ? pieceOfLength(length) : NO_SOURCE, [160, 96]),
      );
      const card = cardLuma(160, 96);
      for (const { luma } of decodeVideo('vp8', decoder, stream)) expect(card.equals(luma)).toBe(true);
    },
    30_000,
  );

  it.each(DECODERS)(
    'leaves a stream alone when delta cards are put into it (%s)',
    (decoder) => {
      const source = ['-f', 'lavfi', '-i', 'testsrc2=size=176x144:rate=25:duration=1'];
      const real = ivfFrames(ffmpeg(NO_SOURCE, [...source, '-c:v', 'libvpx', '-b:v', '200k', '-f', 'ivf', '-']));
      const card = vp8.card(false, NO_SOURCE, real[0]);
      const decode = (frames: readonly Uint8Array[]) =>
        decodeVideo(
          'vp8',
          decoder,
          frames.map((bytes) => ({ bytes, width: 176, height: 144 })),
        );
      const alone = decode(real);
      const between = decode(real.flatMap((frame) => [frame, card]));
      alone.forEach(({ luma }, i) => {
        expect(Buffer.compare(between[2 * i]?.luma ?? NO_SOURCE, luma)).toBe(0);
        expect(Buffer.compare(between[2 * i + 1]?.luma ?? NO_SOURCE, luma)).toBe(0);
      });
    },
    30_000,
  );
});
