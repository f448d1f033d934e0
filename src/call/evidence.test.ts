import { describe, expect, it } from 'vitest';
import { type DocumentEvidence, missingEvidence } from './evidence.ts';

const FRAME = 'abcdef0123456789';
const CALL = 'https://call.example';
const good: DocumentEvidence & { heard: boolean } = {
  late: false,
  hooked: true,
  held: false,
  greeting: null,
  frames: [],
  heard: true,
};
const around = (id: string | null): typeof good => ({ ...good, frames: [{ id, origin: CALL, devices: true }] });
const inside = { ...good, greeting: FRAME };

describe('a claim', () => {
  it('is backed once every document has said so', () => {
    expect(missingEvidence([good], good, false)).toBeNull();
    expect(missingEvidence([around(FRAME), inside], around(FRAME), false)).toBeNull();
    expect(missingEvidence([good, { ...inside, heard: false, held: true }], good, false)).toBeNull();
  });

  it.each([
    ['nothing was heard yet', [], undefined, false, 'checking'],
    ['only a frame has answered', [inside], undefined, false, 'checking'],
    ['one has not heard that protection is on', [good, { ...inside, heard: false }], good, false, 'checking'],
    ['the page does not answer, whatever a frame says', [inside], undefined, true, 'silent'],
    ['the scripts came late in a frame', [good, { ...inside, late: true }], good, false, 'late'],
    ['there is no hook', [{ ...good, hooked: false }], good, false, 'unhooked'],
    ['a frame has no guard', [around(null)], good, false, 'frame'],
    ['the guard that greeted is gone', [around(FRAME)], good, false, 'frame'],
  ] as const)('is not made when %s', (_, documents, top, silent, reason) => {
    expect(missingEvidence(documents, top, silent)?.reason).toBe(reason);
  });

  it('names the origins of frames once each', () => {
    const blank = { ...good, frames: [{ id: null, origin: '', devices: false }] };
    expect(missingEvidence([around(null), around(null), blank], good, false)?.origins).toEqual([CALL]);
  });
});
