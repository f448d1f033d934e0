import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ivfFrames } from '../../scripts/covers/containers.ts';
import { decodeVideo, ffmpeg } from '../../scripts/covers/decode.ts';
import { drawCardPicture } from '../../scripts/covers/lock-card.ts';
import { CARD_SIZE, isUpToDate } from '../../scripts/covers/recipe.ts';
import { VP9_RECIPE } from '../../scripts/covers/vp9-recipe.ts';
import {
  anyFrame,
  anyPiece,
  budget,
  coverStream,
  distance,
  inParts,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
  video,
} from '../../test/support/pieces.ts';
import { vp9 } from './vp9.ts';

const { width, height } = CARD_SIZE;
const KEY = wrap(pieceOf(NO_SOURCE), true);
const DELTA = wrap(pieceOf(NO_SOURCE), false);
const DECODERS = ['vp9', 'libvpx-vp9'] as const;

describe('VP9 cover', () => {
  it('gives back any piece', () => {
    fc.assert(
      fc.property(anyPiece, fc.boolean(), (piece, isKey) => {
        expect(Buffer.from(vp9.unwrap(wrap(piece, isKey)) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('takes any bytes for a frame, without throwing', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        const piece = vp9.unwrap(frame);
        if (piece) expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
        expect(vp9.card(isKey, frame).byteLength).toBeLessThan(700);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds no piece in a cover that was cut, nor where nothing follows the first tile', () => {
    const piece = pieceOfLength(100);
    for (const cover of [wrap(piece, true), wrap(piece, false)]) {
      const end = Buffer.from(cover).indexOf(piece) + piece.byteLength;
      for (let length = 0; length <= end; length++) expect(vp9.unwrap(cover.subarray(0, length))).toBeUndefined();
      expect(Buffer.from(vp9.unwrap(cover.subarray(0, end + 1)) ?? [])).toEqual(piece);
    }
  });

  it('is as small as promised', () => {
    for (const isKey of [true, false]) {
      expect(wrap(NO_SOURCE, isKey).byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
    }
  });

  it('was made of the lock card as it is (npm run covers makes it again)', () => {
    expect(isUpToDate(VP9_RECIPE)).toBe(true);
  });

  it.each(DECODERS)(
    'is drawn as the lock card by %s, with pieces of any length',
    (decoder) => {
      const card = drawCardPicture(width, height);
      const stream = PIECE_LENGTHS.flatMap((length) =>
        coverStream(vp9, length ? pieceOfLength(length) : NO_SOURCE, [width, height]),
      );
      for (const picture of decodeVideo('vp9', decoder, stream)) {
        const { mean, largest, chroma } = distance(picture, card);
        expect(mean).toBeLessThan(0.25);
        expect(largest).toBeLessThan(32);
        expect(chroma).toBeLessThanOrEqual(1);
      }
    },
    30_000,
  );

  it.each(DECODERS)(
    'leaves a stream alone when delta cards are put into it (%s)',
    (decoder) => {
      const source = ['-f', 'lavfi', '-i', 'testsrc2=size=176x144:rate=25:duration=1'];
      const call = ['-deadline', 'realtime', '-cpu-used', '7', '-lag-in-frames', '0', '-b:v', '200k'];
      for (const resilient of ['0', '1']) {
        const codec = ['-c:v', 'libvpx-vp9', ...call, '-error-resilient', resilient];
        const real = ivfFrames(ffmpeg(NO_SOURCE, [...source, ...codec, '-f', 'ivf', '-']));
        const card = vp9.card(false, NO_SOURCE, real[0]);
        const alone = decode(decoder, real);
        const between = decode(
          decoder,
          real.flatMap((frame) => [frame, card]),
        );
        alone.forEach(({ luma }, i) => {
          expect(Buffer.compare(between[2 * i]?.luma ?? NO_SOURCE, luma)).toBe(0);
          expect(Buffer.compare(between[2 * i + 1]?.luma ?? NO_SOURCE, luma)).toBe(0);
        });
      }
    },
    30_000,
  );

  it('is taken for as many frames when layers stand one behind the other', () => {
    const layers = (isKey: boolean): Uint8Array =>
      Buffer.concat([
        wrap(pieceOfLength(500), isKey),
        wrap(pieceOfLength(90), false),
        wrap(pieceOfLength(2_000), false),
      ]);
    const pictures = decodeVideo(
      'vp9',
      'libvpx-vp9',
      [layers(true), layers(false), layers(false)].map((bytes) => ({ bytes, width, height })),
    );
    for (const picture of pictures) expect(distance(picture, drawCardPicture(width, height)).largest).toBeLessThan(32);
  });
});

function wrap(piece: Uint8Array, isKey: boolean): Uint8Array {
  return vp9.wrap(inParts(piece), video(isKey, 0, 0)) ?? NO_SOURCE;
}

function decode(decoder: string, frames: readonly Uint8Array[]) {
  return decodeVideo(
    'vp9',
    decoder,
    frames.map((bytes) => ({ bytes, width: 176, height: 144 })),
  );
}
