import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { assembleSearch, SEARCH_FILE } from '../../scripts/covers/start-code-search.ts';
import { escapeCount, escaped, nextTriple, unescapedPart } from './emulation-prevention.ts';
import { searchIn } from './start-code-search.ts';

/** Many zeros, and what must not follow them. */
const zeros = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 255), { maxLength: 40 })
  .map((list) => new Uint8Array(list));
/** Long, and mostly what a search may run over. */
const rarely = fc
  .array(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom([4], [255], [4, 4, 4, 4, 4, 4, 4, 4, 4, 4]) },
      { weight: 1, arbitrary: fc.constantFrom([0], [0, 0], [3], [0, 0, 0], [0, 0, 1], [0, 0, 3], [0, 0, 4]) },
    ),
    { maxLength: 100 },
  )
  .map((list) => new Uint8Array(list.flat()));
const anyBytes = fc.oneof(zeros, rarely);

function thirdOf(bytes: Uint8Array, from: number): number {
  return bytes.findIndex((byte, i) => i >= from + 2 && byte <= 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0);
}

describe('emulation prevention', () => {
  it('leaves no start code, and takes away what it put in', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(5), (bytes, before) => {
        const sent = escaped(bytes);
        expect(sent.byteLength).toBe(bytes.byteLength + escapeCount(bytes));
        for (let i = 0; i + 2 < sent.length; i++) {
          expect(sent[i] === 0 && sent[i + 1] === 0 && (sent[i + 2] ?? 0) < 3).toBe(false);
        }
        const received = new Uint8Array([...Array.from({ length: before }, () => 7), ...sent, 0x80]);
        expect(unescapedPart(received, before, bytes.byteLength)).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['00 00 00', '00 00 03 00'],
    ['00 00 01', '00 00 03 01'],
    ['00 00 03', '00 00 03 03'],
    ['00 00 04', '00 00 04'],
    ['00 00 00 00 00', '00 00 03 00 00 03 00'],
    ['01 00 00', '01 00 00'],
  ])('makes of %s %s', (clear, sent) => {
    expect(Buffer.from(escaped(Buffer.from(clear.replaceAll(' ', ''), 'hex'))).toString('hex')).toBe(
      sent.replaceAll(' ', ''),
    );
  });

  it('reads any bytes, and no more than were asked for, or says that the NAL unit is over', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(10), fc.nat(50), (bytes, start, length) => {
        const part = unescapedPart(bytes, start, length);
        if (!part) return;
        expect(part.byteLength).toBe(length);
        // What was read is there: escaped again it is the beginning of what follows.
        const again = escaped(part);
        expect(Array.from(bytes.subarray(start, start + length)).length).toBe(length);
        expect(again.byteLength).toBeGreaterThanOrEqual(length);
      }),
    );
  });

  it('finds the first two zeros with 3 or less behind them', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(45), (bytes, from) => {
        expect(nextTriple(bytes, from)).toBe(thirdOf(bytes, from));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds them with WebAssembly too, whatever was searched before', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, fc.nat(45), (before, bytes, from) => {
        searchIn(before);
        expect(searchIn(bytes)?.(from)).toBe(thirdOf(bytes, from));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds them anywhere in what needs more memory than there was', () => {
    for (const length of [131_072 - 80, 131_072, 200_000, 1_000_003]) {
      const bytes = new Uint8Array(length).fill(4);
      expect(searchIn(bytes)?.(0)).toBe(-1);
      bytes.set([0, 0, 3], length - 3);
      expect(searchIn(bytes)?.(0)).toBe(length - 1);
      bytes.set([0, 0, 0], 70_000);
      expect(searchIn(bytes)?.(0)).toBe(70_002);
      expect(searchIn(bytes)?.(70_003)).toBe(length - 1);
    }
  });

  it('takes no more than 4 MiB for it, and searches byte by byte beyond', () => {
    const bytes = new Uint8Array(5_000_000).fill(4);
    expect(searchIn(bytes)).toBeUndefined();
    bytes.set([0, 0, 1], 4_999_000);
    expect(escapeCount(bytes)).toBe(1);
  });

  it('searches byte by byte where there is no WebAssembly', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { searchIn: without } = await import('./start-code-search.ts');
    expect(without(new Uint8Array(100))).toBeUndefined();
    vi.unstubAllGlobals();
  });

  it('was assembled from the source beside it', async () => {
    expect(readFileSync(SEARCH_FILE, 'utf8')).toBe(await assembleSearch());
  });
});
