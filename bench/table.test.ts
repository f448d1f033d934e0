import { expect, it } from 'vitest';
import { documentWith, readDocument, readResults } from './document.ts';
import { type Results, RUNTIMES } from './results.ts';

function results(): Results {
  const found = readResults();
  if (!found) throw new Error('no results: npm run bench writes them');
  return found;
}

it('stands in the document as the results say', () => {
  expect(readDocument()).toBe(documentWith(results()));
});

it('is of a full run in every runtime', () => {
  const { quick, runtimes } = results();
  expect(quick).toBe(false);
  expect(runtimes.map(({ runtime }) => runtime)).toEqual(RUNTIMES);
});

it('has a row in each runtime for every codec that we seal', () => {
  for (const { frames } of results().runtimes) {
    const codecs = new Set(frames.map(({ mimeType }) => mimeType));
    for (const codec of ['audio/opus', 'video/VP8', 'video/VP9', 'video/H264', 'video/AV1']) {
      expect(codecs).toContain(codec);
    }
  }
});
