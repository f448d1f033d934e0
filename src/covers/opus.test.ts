import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOpus } from '../../scripts/covers/decode.ts';
import {
  anyFrame,
  anyPiece,
  inParts,
  NO_SOURCE,
  PIECE_LENGTHS,
  pieceOf,
  pieceOfLength,
} from '../../test/support/pieces.ts';
import { opus } from './opus.ts';

/** TOC, second byte if any, duration in samples at 48 kHz: every shape of packet (RFC 6716 section 3.1). */
const SOURCES: readonly (readonly [string, readonly number[], number])[] = [
  ['SILK 10 ms', [0 << 3], 480],
  ['SILK 20 ms', [1 << 3], 960],
  ['SILK 40 ms', [2 << 3], 1_920],
  ['SILK 60 ms', [11 << 3], 2_880],
  ['hybrid 10 ms', [12 << 3], 480],
  ['hybrid 20 ms', [15 << 3], 960],
  ['CELT 2.5 ms', [16 << 3], 120],
  ['CELT 5 ms', [17 << 3], 240],
  ['CELT 10 ms', [30 << 3], 480],
  ['CELT 20 ms', [31 << 3], 960],
  ['two frames of 60 ms', [(3 << 3) | 1], 5_760],
  ['two frames of 20 ms of different length', [(31 << 3) | 2], 1_920],
  ['three frames of 20 ms', [(31 << 3) | 3, 3], 2_880],
  ['seven frames of 2.5 ms', [(28 << 3) | 3, 7 | 0xc0], 840],
  ['48 frames of 2.5 ms', [(28 << 3) | 3, 48], 5_760],
  ['more than 120 ms', [(31 << 3) | 3, 63], 960],
  ['no frames', [(31 << 3) | 3, 0], 960],
  ['nothing', [], 960],
];

/** Units of 2.5 ms by configuration (RFC 6716 table 2): SILK, hybrid, CELT. */
const UNITS = Array.from({ length: 32 }, (_, configuration) => {
  if (configuration < 12) return [4, 8, 16, 24][configuration % 4];
  return configuration < 16 ? [4, 8][configuration % 2] : [1, 2, 4, 8][configuration % 4];
});

describe('Opus cover', () => {
  it('gives back any piece, whatever the packet that it covers', () => {
    fc.assert(
      fc.property(anyPiece, fc.uint8Array({ maxLength: 20 }), (piece, source) => {
        const frame = opus.wrap(inParts(piece), { isKey: false, width: 0, height: 0, source });
        expect(Buffer.from((frame && opus.unwrap(frame)) ?? [])).toEqual(Buffer.from(piece));
      }),
    );
  });

  it('takes any bytes for a packet, without throwing', () => {
    const covers = SOURCES.map(([, source]) => wrap(source, pieceOf(NO_SOURCE)));
    fc.assert(
      fc.property(anyFrame(covers), (frame) => {
        const piece = opus.unwrap(frame);
        if (piece) expect([...piece.subarray(0, 2)]).toEqual([0xc5, 0xea]);
        expect(opus.card(false, frame).byteLength).toBeLessThanOrEqual(3 + 2 * 48);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds no piece in a packet that was cut', () => {
    const frame = wrap([31 << 3], pieceOfLength(600));
    for (let length = 0; length < frame.byteLength; length++)
      expect(opus.unwrap(frame.subarray(0, length))).toBeUndefined();
  });

  it('finds no piece where a frame is not silent', () => {
    const frame = wrap([31 << 3], pieceOfLength(100));
    frame[3] = 0x7f;
    expect(opus.unwrap(frame)).toBeUndefined();
  });

  it('costs 5 bytes for 20 ms with a short piece', () => {
    expect(wrap([31 << 3], pieceOfLength(254)).byteLength).toBe(254 + 5);
    expect(wrap([31 << 3], pieceOfLength(255)).byteLength).toBe(255 + 6);
  });

  it('has nothing of the packet that it covers but duration and channels', () => {
    const source = new Uint8Array(80).fill(0x5a);
    source[0] = 31 << 3;
    expect(wrap([...source], pieceOf(NO_SOURCE))).toEqual(wrap([31 << 3], pieceOf(NO_SOURCE)));
  });

  it.each(['opus', 'libopus'] as const)(
    'is silence as long as what it covers, to the decoder %s',
    (decoder) => {
      for (const channels of [1, 2] as const) {
        const packets = SOURCES.flatMap(([, source, samples]) => {
          const packet = source.map((byte, i) => (i === 0 && channels === 2 ? byte | 4 : byte));
          const card = opus.card(false, Uint8Array.from(packet));
          return [wrap(packet, pieceOfLength(160)), card].map((bytes) => ({ bytes, samples }));
        });
        const decoded = decodeOpus(decoder, packets, channels);
        expect(decoded.length).toBe(packets.reduce((sum, { samples }) => sum + samples * channels, 0));
        expect(decoded.every((sample) => sample === 0)).toBe(true);
      }
    },
    30_000,
  );

  it.each(['opus', 'libopus'] as const)(
    'is silence with pieces of any length up to 1,150 bytes, to %s',
    (decoder) => {
      const lengths = PIECE_LENGTHS.filter((length) => length <= 1_150);
      const packets = lengths.map((length) => ({
        bytes: wrap([31 << 3], length ? pieceOfLength(length) : NO_SOURCE),
        samples: 960,
      }));
      const decoded = decodeOpus(decoder, packets, 1);
      expect(decoded.length).toBe(packets.length * 960);
      expect(decoded.every((sample) => sample === 0)).toBe(true);
    },
    30_000,
  );

  it('lasts as long as what it covers, for every configuration, code and number of channels', () => {
    for (let configuration = 0; configuration < 32; configuration++) {
      const unit = UNITS[configuration] ?? 0;
      for (const code of [0, 1, 2, 3]) {
        for (let count = 1; count * unit <= 48; count++) {
          if (code < 3 && count !== Math.min(code, 1) + 1) continue;
          for (const stereo of [0, 4]) {
            const [toc = 0, frames = 0] = wrap([(configuration << 3) | stereo | code, count], pieceOf(NO_SOURCE));
            expect((UNITS[toc >> 3] ?? 0) * (frames & 63)).toBe(unit * count);
            expect(toc & 4).toBe(stereo);
          }
        }
      }
    }
  });
});

function wrap(source: readonly number[], piece: Uint8Array): Uint8Array {
  return opus.wrap(inParts(piece), { isKey: false, width: 0, height: 0, source: Uint8Array.from(source) }) ?? NO_SOURCE;
}
