import { expect, it } from 'vitest';
import { coverFor } from './registry.ts';
import { pieceOfLength, video } from './test-pieces.ts';

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
  '%s: the cover keeps a copy',
  (codec) => {
    const cover = coverFor(codec);
    for (const isKey of [true, false]) {
      const piece = pieceOfLength(500);
      const frame = cover?.wrap([piece], video(isKey, 640, 360));
      piece.fill(0); // as when the memory serves the next frame
      expect(frame && Buffer.from(cover?.unwrap(frame) ?? [])).toEqual(pieceOfLength(500));
    }
  },
);

it('says so where a codec cannot be sealed', () => {
  for (const codec of ['audio/red', 'audio/PCMU', 'audio/G722', 'video/rtx', 'vp8', '']) {
    expect(coverFor(codec)).toBeUndefined();
  }
});
