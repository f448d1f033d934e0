import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeVideo, encodeNalUnits } from '../../scripts/covers/decode.ts';
import {
  anyFrame,
  budget,
  cardLuma,
  coverStream,
  evenSize,
  inParts,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
  SIZES,
  video,
} from '../../test/support/pieces.ts';
import { h265 } from './h265.ts';
import { CARD } from './lock-shape.ts';

const KEY = h265.wrap(inParts(pieceOfLength(40)), video(true, 64, 64)) ?? NO_SOURCE;
const DELTA = h265.wrap(inParts(pieceOfLength(40)), video(false, 64, 64)) ?? NO_SOURCE;

describe('H.265 cover', () => {
  it('has cards for any bytes', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        expect(h265.card(isKey, frame, frame).byteLength).toBeLessThan(1_000);
      }),
    );
  });

  it('is as small as promised, at any size', () => {
    for (const [width, height] of SIZES) {
      for (const isKey of [true, false]) {
        const cover = h265.wrap(inParts(NO_SOURCE), video(isKey, width, height));
        expect(cover?.byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
      }
    }
  });

  it('is drawn as the lock card by hevc, in the true size, also when that changes', () => {
    const stream = SIZES.flatMap((size) => coverStream(h265, pieceOfLength(1_000), evenSize(size)));
    for (const { width, height, luma, chroma } of decodeVideo('h265', 'hevc', stream)) {
      expect(cardLuma(width, height, 8).equals(luma), `${width} x ${height}`).toBe(true);
      expect([...new Set(chroma)]).toEqual([CARD.cb, CARD.cr]);
    }
  });

  it('rounds odd sizes up', () => {
    const stream = coverStream(h265, pieceOfLength(100), [321, 181]);
    const pictures = decodeVideo(
      'h265',
      'hevc',
      stream.map(({ bytes }) => ({ bytes, width: 322, height: 182 })),
    );
    for (const { luma } of pictures) expect(new Set(luma)).toEqual(new Set([CARD.ground, CARD.lock]));
  });

  it('is accepted by hevc with pieces of any length, and of zeros', () => {
    const pieces = PIECE_LENGTHS.flatMap((length) =>
      length ? [pieceOfLength(length), pieceOf(new Uint8Array(length))] : [NO_SOURCE],
    );
    const stream = pieces.flatMap((piece) => coverStream(h265, piece, [160, 96]));
    const card = cardLuma(160, 96, 8);
    for (const { luma } of decodeVideo('h265', 'hevc', stream)) expect(card.equals(luma)).toBe(true);
  });

  it('lets a real stream go on with its next key frame after cards', () => {
    const size = { width: 176, height: 144 };
    const real = encodeNalUnits('h265', { ...size, frames: 10, keyInterval: 5 });
    const cards = [true, false, false].map((isKey) => ({
      bytes: h265.card(isKey, NO_SOURCE),
      width: 160,
      height: 96,
    }));
    const alone = decodeVideo('h265', 'hevc', real);
    const mixed = decodeVideo('h265', 'hevc', [...real.slice(0, 3), ...cards, ...real.slice(5)]);
    const wanted = [...alone.slice(0, 3).map(({ luma }) => luma), ...cards.map(() => cardLuma(160, 96, 8))];
    [...wanted, ...alone.slice(5).map(({ luma }) => luma)].forEach((luma, i) => {
      expect(Buffer.compare(mixed[i]?.luma ?? NO_SOURCE, luma), String(i)).toBe(0);
    });
  });

  it('shows the card again with any number of delta cards and deltas', () => {
    const delta = (i: number) =>
      i % 3 === 0 ? h265.wrap(inParts(pieceOfLength(40)), video(false, 160, 96)) : undefined;
    const stream = Array.from({ length: 300 }, (_, i) => ({
      bytes: delta(i + 1) ?? h265.card(i === 0, NO_SOURCE),
      width: 160,
      height: 96,
    }));
    for (const { luma } of decodeVideo('h265', 'hevc', stream)) expect(cardLuma(160, 96, 8).equals(luma)).toBe(true);
  });

  it('may be thinned out, as servers do with deltas', () => {
    const [key, ...deltas] = Array.from({ length: 40 }, (_, i) => ({
      bytes: h265.wrap(inParts(pieceOfLength(40)), video(i === 0, 160, 96)) ?? NO_SOURCE,
      width: 160,
      height: 96,
    }));
    const stream = [...(key ? [key] : []), ...deltas.filter((_, i) => i % 4 === 3)];
    for (const { luma } of decodeVideo('h265', 'hevc', stream)) expect(cardLuma(160, 96, 8).equals(luma)).toBe(true);
  });
});
