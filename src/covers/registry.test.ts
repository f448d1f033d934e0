import { expect, it } from 'vitest';
import { inParts, pieceOf, video } from '../../test/support/pieces.ts';
import { LAST_PLACE } from './h265-frames.ts';
import { coverFor } from './registry.ts';

it('knows codecs by their MIME type in any case', () => {
  expect(coverFor('AUDIO/OPUS')?.id).toBe('opus');
  expect(coverFor('video/VP8')?.id).toBe('vp8');
  expect(coverFor('video/VP9')?.id).toBe('vp9');
  expect(coverFor('video/AV1')?.id).toBe('av1');
  expect(coverFor('video/AV1X')?.id).toBe('av1');
  expect(coverFor('video/H264')?.id).toBe('h264');
  expect(coverFor('video/H265')?.id).toBe('h265');
  expect(coverFor('video/HEVC')?.id).toBe('h265');
});

it.each(['audio/opus', 'video/VP8', 'video/VP9', 'video/AV1', 'video/H264', 'video/H265'])(
  '%s: nothing is left over around the piece in the memory that a cover takes',
  (codec) => {
    const cover = coverFor(codec);
    for (const isKey of [true, false]) {
      const around = (filling: number): string => {
        const piece = pieceOf(new Uint8Array(500).fill(filling));
        const frame = Buffer.from(cover?.wrap(inParts(piece), video(isKey, 640, 360)) ?? []);
        const start = frame.indexOf(piece);
        expect(start).toBeGreaterThan(0);
        return `${frame.toString('hex', 0, start)} ${frame.toString('hex', start + piece.byteLength)}`;
      };
      const first = around(0xa5);
      // Two deltas of H.265 that follow one another differ; some of these is the first one again.
      expect(Array.from({ length: LAST_PLACE }, () => around(0x5a))).toContain(first);
    }
  },
);

it('says so where a codec cannot be sealed', () => {
  for (const codec of ['audio/red', 'audio/PCMU', 'audio/G722', 'video/rtx', 'vp8', '']) {
    expect(coverFor(codec)).toBeUndefined();
  }
});
