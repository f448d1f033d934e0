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
import { h264 } from './h264.ts';
import { CARD } from './lock-shape.ts';

const KEY = h264.wrap(inParts(pieceOfLength(40)), video(true, 64, 64)) ?? NO_SOURCE;
const DELTA = h264.wrap(inParts(pieceOfLength(40)), video(false, 64, 64)) ?? NO_SOURCE;

describe('H.264 cover', () => {
  it('has cards for any bytes', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        expect(h264.card(isKey, frame, frame).byteLength).toBeLessThan(1_000);
      }),
    );
  });

  it('is as small as promised, at any size', () => {
    for (const [width, height] of SIZES) {
      for (const isKey of [true, false]) {
        const cover = h264.wrap(inParts(NO_SOURCE), video(isKey, width, height));
        expect(cover?.byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
      }
    }
  });

  it('is drawn as the lock card by h264, in the true size, also when that changes', () => {
    const stream = SIZES.flatMap((size) => coverStream(h264, pieceOfLength(1_000), evenSize(size)));
    for (const { width, height, luma, chroma } of decodeVideo('h264', 'h264', stream)) {
      expect(cardLuma(width, height).equals(luma), `${width} x ${height}`).toBe(true);
      const [cb, cr] = [...new Set(chroma)];
      expect(Math.abs((cb ?? 0) - CARD.cb)).toBeLessThanOrEqual(2);
      expect(Math.abs((cr ?? 0) - CARD.cr)).toBeLessThanOrEqual(3);
    }
  });

  it('rounds odd sizes up', () => {
    const stream = coverStream(h264, pieceOfLength(100), [321, 181]);
    const pictures = decodeVideo(
      'h264',
      'h264',
      stream.map(({ bytes }) => ({ bytes, width: 322, height: 182 })),
    );
    for (const { luma } of pictures) expect(new Set(luma)).toEqual(new Set([CARD.ground, CARD.lock]));
  });

  it('is accepted by h264 with pieces of any length, and of zeros', () => {
    const pieces = PIECE_LENGTHS.flatMap((length) =>
      length ? [pieceOfLength(length), pieceOf(new Uint8Array(length))] : [NO_SOURCE],
    );
    const stream = pieces.flatMap((piece) => coverStream(h264, piece, [160, 96]));
    const card = cardLuma(160, 96);
    for (const { luma } of decodeVideo('h264', 'h264', stream)) expect(card.equals(luma)).toBe(true);
  });

  it('lets a real stream go on with its next key frame after cards', () => {
    const size = { width: 176, height: 144 };
    const real = encodeNalUnits('h264', { ...size, frames: 10, keyInterval: 5 });
    const cards = [true, false, false].map((isKey) => ({
      bytes: h264.card(isKey, NO_SOURCE),
      width: 160,
      height: 96,
    }));
    const alone = decodeVideo('h264', 'h264', real);
    const mixed = decodeVideo('h264', 'h264', [...real.slice(0, 3), ...cards, ...real.slice(5)]);
    const wanted = [...alone.slice(0, 3).map(({ luma }) => luma), ...cards.map(() => cardLuma(160, 96))];
    [...wanted, ...alone.slice(5).map(({ luma }) => luma)].forEach((luma, i) => {
      expect(Buffer.compare(mixed[i]?.luma ?? NO_SOURCE, luma), String(i)).toBe(0);
    });
  });

  it('shows the card again with every delta card that follows a key card', () => {
    const cards = [true, false, false, false, true, false].map((isKey) => ({
      bytes: h264.card(isKey, NO_SOURCE),
      width: 160,
      height: 96,
    }));
    for (const { luma } of decodeVideo('h264', 'h264', cards)) expect(cardLuma(160, 96).equals(luma)).toBe(true);
  });
});
