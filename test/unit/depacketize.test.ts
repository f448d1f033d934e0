/** The tests' own readers of VP9 and RED, against what Callseal's covers make and against bytes put together by hand. */
import { expect, it } from 'vitest';
import { vp9 } from '../../src/covers/vp9.ts';
import { redBlocks, VIDEO_FORMATS } from '../support/depacketize.ts';
import { inParts } from '../support/pieces.ts';

const PIECE = new Uint8Array([0xc5, 0xea, 0x01, ...Array(300).keys()]);
const cover = (isKey: boolean): Buffer =>
  Buffer.from(vp9.wrap(inParts(PIECE), { isKey, width: 320, height: 180, source: PIECE }) ?? []);

it.each([true, false])('a VP9 cover is read as what it is: key frame %s', (isKey) => {
  expect(VIDEO_FORMATS.vp9.isKey(cover(isKey))).toBe(isKey);
});

it.each([
  ['picture id of 15 bits, layers with TL0PICIDX', [0xac, 0x81, 0x23, 0x00, 0x07]],
  ['picture id of 7 bits, flexible, two references', [0xdc, 0x12, 0x03, 0x02]],
  [
    'flexible with layers and a structure of one size and two pictures',
    [...[0xbe, 0x81, 0x23, 0x00], ...[0x18, 0x01, 0x40, 0x00, 0xb4, 0x02, 0x04, 0x01, 0x08, 0x01, 0x02]],
  ],
])('VP9 payload descriptor: %s', (_, head) => {
  const frame = cover(true);
  const first = Buffer.from([...head, ...frame.subarray(0, 100)]);
  const second = Buffer.from([0x04, ...frame.subarray(100)]);
  expect(VIDEO_FORMATS.vp9.assemble([first, second])).toEqual(frame);
  expect(VIDEO_FORMATS.vp9.assemble([second])).toBeUndefined();
});

it('RED is taken apart, without empty blocks', () => {
  const blocks = redBlocks(Buffer.from([0xef, 0, 4, 2, 0xef, 0, 0, 0, 0x6f, 1, 2, 3]));
  expect(blocks).toEqual([Buffer.from([1, 2]), Buffer.from([3])]);
});
