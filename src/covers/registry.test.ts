import { expect, it } from 'vitest';
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

it('says so where a codec cannot be sealed', () => {
  for (const codec of ['audio/red', 'audio/PCMU', 'audio/G722', 'video/rtx', 'vp8', '']) {
    expect(coverFor(codec)).toBeUndefined();
  }
});
