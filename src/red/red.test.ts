import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRed, MAX_REDUNDANT, parseRed, type RedBlock } from './red.ts';

const block: fc.Arbitrary<RedBlock> = fc.record({
  payloadType: fc.integer({ min: 0, max: 127 }),
  timestampOffset: fc.integer({ min: 0, max: 2 ** 14 - 1 }),
  data: fc.uint8Array({ maxLength: MAX_REDUNDANT, size: 'max' }),
});
const blocks = fc
  .tuple(fc.array(block, { maxLength: 9 }), block)
  .map(([older, newest]) => [...older, { ...newest, timestampOffset: 0 }]);

it('reads what it wrote', () => {
  fc.assert(
    fc.property(blocks, (written) => {
      expect(parseRed(buildRed(written))).toEqual(written);
    }),
  );
});

it('takes the example of RFC 2198 section 4 apart', () => {
  // DVI4 (5) at the packet's time, and LPC (7) from 1,200 ticks before, 56 bytes.
  const payload = new Uint8Array([
    0x87,
    1_200 >> 6,
    (1_200 & 63) << 2,
    56,
    0x05,
    ...Array.from({ length: 56 }, () => 1),
    2,
    2,
  ]);
  expect(parseRed(payload)).toEqual([
    { payloadType: 7, timestampOffset: 1_200, data: new Uint8Array(56).fill(1) },
    { payloadType: 5, timestampOffset: 0, data: new Uint8Array([2, 2]) },
  ]);
});

it('gives blocks within the payload or nothing, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000, size: 'max' }), (payload) => {
      const parsed = parseRed(payload);
      const length = parsed?.reduce((sum, { data }) => sum + data.byteLength, 0) ?? 0;
      expect(length).toBeLessThanOrEqual(payload.byteLength);
    }),
  );
});

it.each([
  ['nothing', []],
  ['a header that is cut off', [0x80, 0, 0]],
  ['no last header', [0x80, 0, 0, 0]],
  ['a block longer than the payload', [0x80, 0, 0, 5, 0x6f, 1, 2]],
  ['headers without end', Array.from({ length: 400 }, () => 0x80)],
])('refuses %s', (_what, bytes) => {
  expect(parseRed(new Uint8Array(bytes))).toBeUndefined();
});
