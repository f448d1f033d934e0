import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { assembleSearch, SEARCH_FILE } from '../../scripts/covers/start-code-search.ts';
import { escaped, mostEscaped, needsEscapes, nextTriple, unescapedPart } from './emulation-prevention.ts';
import { hasTriple } from './start-code-search.ts';

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
    { maxLength: 300 },
  )
  .map((list) => new Uint8Array(list.flat()));
const anyBytes = fc.oneof(zeros, rarely);

function thirdOf(bytes: Uint8Array, from: number): number {
  return bytes.findIndex((byte, i) => i >= from + 2 && byte <= 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0);
}

/** H.264 section 7.4.1 to the letter. */
function plainlyEscaped(source: Uint8Array): number[] {
  const out: number[] = [];
  for (const byte of source) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
    out.push(byte);
  }
  return out;
}

/** Section 7.3.1 to the letter: undefined when the NAL unit ends before `length` bytes. */
function plainlyUnescaped(source: Uint8Array, start: number, length: number): number[] | undefined {
  const out: number[] = [];
  let zeros = 0;
  for (let i = start; out.length < length; i++) {
    const byte = source[i];
    if (byte === undefined || (zeros >= 2 && byte < 3)) return undefined;
    if (zeros < 2 || byte !== 3) out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out;
}

describe('emulation prevention', () => {
  it('does what the specification says, whatever the bytes', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(20), fc.integer({ min: 1, max: 3_000 }), (bytes, start, length) => {
        expect([...escaped(bytes)]).toEqual(plainlyEscaped(bytes));
        const part = unescapedPart(bytes, start, length);
        expect(part && [...part]).toEqual(plainlyUnescaped(bytes, start, length));
        const whole = unescapedPart(escaped(bytes), 0, bytes.length);
        expect(whole && [...whole]).toEqual([...bytes]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves no start code, and takes away what it put in', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(5), (bytes, before) => {
        const sent = escaped(bytes);
        expect(sent.byteLength).toBeLessThanOrEqual(mostEscaped(bytes.byteLength));
        expect(needsEscapes(bytes)).toBe(sent.byteLength > bytes.byteLength);
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

  it('finds the first two zeros with 3 or less behind them', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(45), (bytes, from) => {
        expect(nextTriple(bytes, from)).toBe(thirdOf(bytes, from));
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells with WebAssembly too whether there are any, whatever was searched before', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (before, bytes) => {
        hasTriple(before);
        expect(hasTriple(bytes)).toBe(thirdOf(bytes, 0) >= 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells it wherever they stand, in one portion or across two', () => {
    const bytes = new Uint8Array(50_000).fill(4);
    expect(hasTriple(bytes)).toBe(false);
    for (let at = 0; at + 2 < bytes.length; at++) {
      // Most places are alike.
      if (at > 200 && at < bytes.length - 200 && (at + 100) % 16_384 > 200) continue;
      bytes.set([0, 0, 3], at);
      expect(hasTriple(bytes)).toBe(true);
      expect(hasTriple(bytes.subarray(0, at + 2))).toBe(false);
      expect(hasTriple(bytes.subarray(at + 1))).toBe(false);
      bytes.fill(4, at, at + 3);
    }
  });

  it('does the same byte by byte where there is no WebAssembly', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    try {
      const without = await import('./emulation-prevention.ts');
      const { hasTriple: isSearched } = await import('./start-code-search.ts');
      expect(isSearched(new Uint8Array(100))).toBeUndefined();
      fc.assert(
        fc.property(anyBytes, (bytes) => {
          expect(without.needsEscapes(bytes)).toBe(needsEscapes(bytes));
          expect([...without.escaped(bytes)]).toEqual(plainlyEscaped(bytes));
        }),
      );
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('was assembled from the source beside it', async () => {
    expect(readFileSync(SEARCH_FILE, 'utf8')).toBe(await assembleSearch());
  });
});
