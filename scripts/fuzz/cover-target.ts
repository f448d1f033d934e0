import { coverFor } from '../../src/covers/registry.ts';
import { unwatched } from '../../test/support/metered.ts';
import { inParts } from '../../test/support/pieces.ts';
import { realFrames } from '../../test/support/real-frames.ts';
import { parse, promise, type Target } from './target.ts';

/** A card is as large as a stated size makes it, and no larger. */
const MAX_CARD = 70_000;
const SIZE = { width: 64, height: 48 } as const;

/** Finding the piece in a frame, and making the card that stands for a frame. */
export function coverTarget(mimeType: string): Target {
  const cover = coverFor(mimeType);
  if (!cover) throw new Error(`no cover for ${mimeType}`);
  // Zeros in a row, which some codecs escape, and lengths that some state in several bytes.
  const pieces = [60, 700].map((length) =>
    Uint8Array.from([0xc5, 0xea, 1, ...Array.from({ length }, (_, i) => (i & 4 ? i & 0x7f : 0))]),
  );
  const real = realFrames(cover.id);
  const wrapped = real.flatMap(({ isKey, bytes: source }) =>
    pieces.map((piece) => cover.wrap(inParts(piece), { isKey, ...SIZE, source }) ?? piece),
  );
  const cards = [true, false].map((isKey) => cover.card(isKey, new Uint8Array(0)));
  return {
    name: `cover ${mimeType}`,
    seeds: [...wrapped, ...real.map(({ bytes }) => bytes), ...cards],
    reaches: ['piece', 'none'],
    isLasting: true,
    run(bytes) {
      const { result: piece, depth } = parse(bytes, cover.unwrap);
      for (const isKey of [true, false]) {
        promise(cover.card(isKey, bytes, bytes).byteLength <= MAX_CARD, 'a card without bounds');
      }
      if (!piece) return { kind: 'none', depth };
      promise(piece.byteLength <= bytes.byteLength, 'a piece larger than its frame');
      for (const isKey of [true, false]) {
        const again = cover.wrap(inParts(unwatched(piece)), { isKey, ...SIZE, source: bytes });
        const found = again && cover.unwrap(again);
        promise(
          found !== undefined && Buffer.compare(found, unwatched(piece)) === 0,
          'a piece that is not found again',
        );
      }
      return { kind: 'piece', depth };
    },
  };
}
