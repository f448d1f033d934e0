import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCount, escaped, nextTriple, unescapedPart } from './emulation-prevention.ts';

/** Many zeros, and what must not follow them. */
const anyBytes = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 255), { maxLength: 40 })
  .map((list) => new Uint8Array(list));

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
        const expected = bytes.findIndex(
          (byte, i) => i >= from + 2 && byte <= 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0,
        );
        expect(nextTriple(bytes, from)).toBe(expected);
      }),
    );
  });
});
