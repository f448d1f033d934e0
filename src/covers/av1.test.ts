import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AV1_RECIPE } from '../../scripts/covers/av1-recipe.ts';
import { decodeVideo } from '../../scripts/covers/decode.ts';
import { drawCardPicture } from '../../scripts/covers/lock-card.ts';
import { CARD_SIZE, isUpToDate } from '../../scripts/covers/recipe.ts';
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
import { av1 } from './av1.ts';

const { width, height } = CARD_SIZE;
const KEY = wrap(pieceOf(NO_SOURCE), true);
const DELTA = wrap(pieceOf(NO_SOURCE), false);
const TEMPORAL_DELIMITER = [0x12, 0x00];

describe('AV1 cover', () => {
  it('gives back any piece', () => {
    fc.assert(
      fc.property(anyPiece, fc.boolean(), (piece, isKey) => {
        expect(Buffer.from(av1.unwrap(wrap(piece, isKey)) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('takes any bytes for a frame, without throwing', () => {
    fc.assert(
      fc.property(anyFrame([KEY, DELTA]), fc.boolean(), (frame, isKey) => {
        const piece = av1.unwrap(frame);
        if (piece) expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
        expect(av1.card(isKey, frame).byteLength).toBeLessThan(700);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds a piece in whatever a packetizer makes of the OBUs', () => {
    const others = fc.array(anyObu, { maxLength: 4 }).map((obus) => Buffer.concat(obus));
    fc.assert(
      fc.property(anyPiece, others, others, (piece, before, behind) => {
        const carrier = [31, ...piece, 0x80];
        const frames = [
          [before, obu(5, carrier), behind],
          [before, obu(5, carrier, { longSize: true }), behind],
          [before, obu(5, carrier, { layer: 0x28 }), behind],
          [before, obu(5, carrier, { sized: false })],
        ];
        for (const parts of frames) {
          expect(Buffer.from(av1.unwrap(Buffer.concat(parts)) ?? []).equals(piece)).toBe(true);
        }
      }),
    );
  });

  it('finds no piece in other metadata, nor behind an OBU that is none', () => {
    const piece = [0xc5, 0xea, 1, 2, 3];
    const none = [
      obu(5, [4, ...piece, 0x80]),
      obu(5, [31, ...piece]),
      obu(5, [31, 0, ...piece, 0x80]),
      obu(6, [31, ...piece, 0x80]),
      [0x80 | 0x2a, ...obu(5, [31, ...piece, 0x80]).subarray(1)],
      [0x0a, 0xff, ...obu(5, [31, ...piece, 0x80])],
      [0x0a, ...Array.from({ length: 9 }, () => 0x80), 0, ...obu(5, [31, ...piece, 0x80])],
    ];
    for (const frame of none) expect(av1.unwrap(Uint8Array.from(frame))).toBeUndefined();
  });

  it('finds no piece in a cover that was cut', () => {
    const piece = pieceOfLength(100);
    for (const cover of [wrap(piece, true), wrap(piece, false)]) {
      const end = Buffer.from(cover).indexOf(piece) + piece.byteLength;
      for (let length = 0; length <= end; length++) expect(av1.unwrap(cover.subarray(0, length))).toBeUndefined();
      expect(Buffer.from(av1.unwrap(cover.subarray(0, end + 1)) ?? [])).toEqual(piece);
    }
  });

  it('is as small as promised', () => {
    for (const isKey of [true, false]) {
      expect(wrap(NO_SOURCE, isKey).byteLength).toBeLessThanOrEqual(budget(isKey, width, height));
    }
  });

  it('was made of the lock card as it is (npm run covers makes it again)', () => {
    expect(isUpToDate(AV1_RECIPE)).toBe(true);
  });

  it.each(['libdav1d', 'libaom-av1'] as const)(
    'is drawn as the lock card by %s, with pieces of any length and without temporal delimiters',
    (decoder) => {
      const card = drawCardPicture(width, height);
      const stream = PIECE_LENGTHS.flatMap((length) =>
        coverStream(av1, length ? pieceOfLength(length) : NO_SOURCE, [width, height]),
      );
      const delimited = stream.map((frame) => ({
        ...frame,
        bytes: Buffer.from([...TEMPORAL_DELIMITER, ...frame.bytes]),
      }));
      for (const picture of [stream, delimited].flatMap((frames) => decodeVideo('av1', decoder, frames))) {
        const { mean, largest, chroma } = distance(picture, card);
        expect(mean).toBeLessThan(0.25);
        expect(largest).toBeLessThan(32);
        expect(chroma).toBeLessThanOrEqual(1);
      }
    },
    30_000,
  );
});

function wrap(piece: Uint8Array, isKey: boolean): Uint8Array {
  return av1.wrap(inParts(piece), video(isKey, 0, 0)) ?? NO_SOURCE;
}

/** Any OBU that carries no piece, with its size. */
const anyObu = fc
  .record({
    type: fc.constantFrom(1, 2, 3, 6, 7, 15),
    payload: fc.uint8Array({ maxLength: 300 }),
    layer: fc.option(fc.nat(255), { nil: undefined }),
  })
  .map(({ type, payload, layer }) => obu(type, payload, { layer }));

/** @param layer the extension byte @param longSize whether the size is in more bytes than it needs */
function obu(
  type: number,
  payload: Iterable<number>,
  { layer, sized = true, longSize = false }: { layer?: number | undefined; sized?: boolean; longSize?: boolean } = {},
): Buffer {
  const bytes = Buffer.from([...payload]);
  const { length } = bytes;
  const header = (type << 3) | (layer === undefined ? 0 : 4) | (sized ? 2 : 0);
  const parts = [length & 0x7f, (length >> 7) & 0x7f, length >> 14];
  const size = parts.slice(0, longSize || length > 0x3fff ? 3 : length > 0x7f ? 2 : 1);
  const leb128 = size.map((part, i) => (i < size.length - 1 ? part | 0x80 : part));
  return Buffer.from([header, ...(layer === undefined ? [] : [layer]), ...(sized ? leb128 : []), ...bytes]);
}
