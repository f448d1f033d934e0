import { expect, it } from 'vitest';
import { coverFor } from './registry.ts';

it('knows codecs by their MIME type in any case', () => {
  expect(coverFor('AUDIO/OPUS')?.id).toBe('opus');
  expect(coverFor('video/VP8')?.id).toBe('vp8');
  expect(coverFor('video/VP9')?.id).toBe('vp9');
});

it('says so where a codec cannot be sealed', () => {
  for (const codec of ['audio/red', 'audio/PCMU', 'audio/G722', 'video/rtx', 'vp8', '']) {
    expect(coverFor(codec)).toBeUndefined();
  }
});
