import type { Bytes } from '../bytes.ts';
import { BoolEncoder } from './bool-encoder.ts';
import { type Prediction, planMacroblock } from './lock-residual.ts';
import { lockMask } from './lock-shape.ts';
import { macroblocks, type PictureSize } from './picture-size.ts';
import { MOTION_UPDATE_PROBABILITIES, TOKEN_UPDATE_PROBABILITIES } from './vp8-probabilities.ts';
import { TokenWriter } from './vp8-tokens.ts';

/** Bytes at the end of a key frame's first partition that say how long its second is. */
export const LENGTH_BYTES = 3;

/** Quantizer index at which a step of Y2's AC is 176, and how far above it that of its DC is, to be 176 too. */
const QUANTIZER = 82;
const Y2_DC_DELTA = 12;
/** Ground and lock, 88 apart, are 2 steps apart for each of the transform's 16ths. */
const STEPS = 2;
/** Chroma of the card, in steps of 9.5 from mid-grey. */
const U_STEPS = 1;
const V_STEPS = -2;

/** Bits of the tree of luma modes in key frames, with their probabilities (RFC 6386 section 11.2). */
const LUMA_MODES: Record<Prediction, readonly (readonly [number, number])[]> = {
  mean: [
    [145, 1],
    [156, 0],
    [163, 0],
  ],
  above: [
    [145, 1],
    [156, 0],
    [163, 1],
  ],
  left: [
    [145, 1],
    [156, 1],
    [128, 0],
  ],
};
/** Probability of DC_PRED among the chroma modes of key frames. */
const CHROMA_MEAN = 142;

/** A key frame of the stated size with the lock card. Whatever follows it is not read. */
export function keyFrame(size: PictureSize): Bytes {
  const columns = macroblocks(size.width);
  const rows = macroblocks(size.height);
  const mask = lockMask(size, 4);
  const plans = Array.from({ length: columns * rows }, (_, i) =>
    planMacroblock(mask.blocks, mask.stride, Math.floor(i / columns), i % columns),
  );
  const isSkipped = (i: number): boolean => i > 0 && !plans[i]?.coefficients;
  const skipped = plans.filter((_, i) => isSkipped(i)).length;
  const notSkipped = probability((plans.length - skipped) / plans.length);

  const modes = new BoolEncoder(plans.length + 256);
  modes.literal(0, 2); // colour space, clamping
  writeCommon(modes, QUANTIZER, Y2_DC_DELTA);
  modes.flag(1); // the probabilities stay for the frames that follow
  writeTokenProbabilities(modes);
  writeSkipping(modes, notSkipped);
  const tokens = new TokenWriter(columns);
  plans.forEach(({ prediction, coefficients }, i) => {
    if (i % columns === 0) tokens.startRow();
    modes.write(notSkipped, isSkipped(i));
    for (const [p, bit] of LUMA_MODES[prediction]) modes.write(p, bit);
    modes.write(CHROMA_MEAN, 0);
    if (isSkipped(i)) tokens.skip(i % columns);
    else
      tokens.write(i % columns, {
        y2: coefficients?.map((coefficient) => coefficient * STEPS) ?? [],
        // The chroma of the first macroblock is predicted from block to block.
        u: i === 0 ? U_STEPS : 0,
        v: i === 0 ? V_STEPS : 0,
      });
  });
  return assemble(modes.finish(), tokens.finish(), size);
}

/** A delta frame that shows the last picture again and changes nothing in a decoder of the same picture size. */
export function deltaFrame(size: PictureSize): Bytes {
  const columns = macroblocks(size.width);
  const rows = macroblocks(size.height);
  const modes = new BoolEncoder(((columns * rows) >> 5) + 256);
  writeCommon(modes, 0, 0);
  modes.literal(0, 2); // golden and altref are not refreshed
  modes.literal(0, 4); // nor copied to
  modes.literal(0, 2); // sign biases
  modes.literal(0, 2); // probabilities are not kept, the last frame is not refreshed
  writeTokenProbabilities(modes);
  writeSkipping(modes, 1);
  modes.literal(1, 8); // probability of intra
  modes.literal(255, 8); // of the last frame
  modes.literal(128, 8); // of golden
  modes.literal(0, 2); // the probabilities of intra modes stay
  for (const p of MOTION_UPDATE_PROBABILITIES) modes.write(p, 0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      modes.write(1, 1); // skipped
      modes.write(1, 1); // inter
      modes.write(255, 0); // from the last frame
      modes.write(zeroMotion(row, column), 0);
    }
  }
  return assemble(modes.finish(), new Uint8Array(0));
}

/** Probability of ZEROMV, by the neighbours with a motion vector of zero (RFC 6386 section 17.3): here, all there are. */
function zeroMotion(row: number, column: number): number {
  if (row > 0 && column > 0) return 234;
  return row > 0 || column > 0 ? 135 : 7;
}

/** What both types of frames begin with: no segments, no loop filter, one token partition. */
function writeCommon(modes: BoolEncoder, quantizer: number, y2DcDelta: number): void {
  modes.flag(0); // segmentation
  modes.literal(0, 1 + 6 + 3); // loop filter: type, level, sharpness
  modes.flag(0); // its adjustments
  modes.literal(0, 2); // one token partition
  modes.literal(quantizer, 7);
  for (const delta of [0, y2DcDelta, 0, 0, 0]) {
    modes.flag(delta !== 0);
    if (delta !== 0) modes.literal(delta << 1, 5);
  }
}

function writeTokenProbabilities(modes: BoolEncoder): void {
  for (const p of TOKEN_UPDATE_PROBABILITIES) modes.write(p, 0);
}

function writeSkipping(modes: BoolEncoder, notSkipped: number): void {
  modes.flag(1);
  modes.literal(notSkipped, 8);
}

function probability(share: number): number {
  return Math.min(255, Math.max(1, Math.round(share * 256)));
}

/** Frame tag and start code (RFC 6386 section 9.1), the partitions. A size makes it a key frame. */
function assemble(modes: Uint8Array, tokens: Uint8Array, size?: PictureSize): Bytes {
  const length = modes.byteLength + (size ? LENGTH_BYTES : 0);
  const tag = (size ? 0 : 1) | (1 << 4) | (length << 5); // version 0, shown
  const head = [tag & 255, (tag >> 8) & 255, tag >> 16];
  if (size) head.push(0x9d, 0x01, 0x2a, size.width & 255, size.width >> 8, size.height & 255, size.height >> 8);
  const frame = new Uint8Array(head.length + length + tokens.byteLength);
  frame.set(head);
  frame.set(modes, head.length);
  if (size) frame.set(lengthBytes(tokens.byteLength), head.length + modes.byteLength);
  frame.set(tokens, head.length + length);
  return frame;
}

function lengthBytes(length: number): number[] {
  return [length & 255, (length >> 8) & 255, length >> 16];
}
