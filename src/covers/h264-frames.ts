import { type Bytes, concat } from '../bytes.ts';
import { BitWriter } from './bit-writer.ts';
import { writeBlock } from './cavlc.ts';
import { type Prediction, planMacroblock } from './lock-residual.ts';
import { lockMask } from './lock-shape.ts';
import { nalUnit } from './nal-unit.ts';
import { macroblocks, type PictureSize } from './picture-size.ts';

/** NAL unit headers: nal_ref_idc and nal_unit_type. */
const SPS = [0x67] as const;
const PPS = [0x68] as const;
const IDR_SLICE = [0x65] as const;
const NON_REFERENCE_SLICE = [0x01] as const;

/** Quantizer at which one step of the luma DC transform, taken for 16 blocks, is the 88 between ground and lock. */
const QUANTIZER = 43;
/** Chroma of the card, in steps of 5.5 from mid-grey. */
const CB_STEPS = 2;
const CR_STEPS = -4;

const ZIGZAG = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15] as const;
/** Prediction modes of Intra16x16 macroblocks. */
const MODES: Record<Prediction, number> = { above: 0, left: 1, mean: 2 };
/** Most macroblocks of a picture by level_idc (H.264 table A-1). */
const LEVELS = [
  [99, 10],
  [396, 20],
  [792, 21],
  [1_620, 30],
  [3_600, 31],
  [5_120, 32],
  [8_192, 40],
  [22_080, 50],
  [36_864, 51],
  [139_264, 60],
] as const;

/** SPS with the stated size, PPS and an IDR slice with the lock card, with start codes. */
export function keyFrame(size: PictureSize): Bytes {
  const slice = sliceHeader({ isIdr: true, sizeHint: macroblocks(size.width) * macroblocks(size.height) });
  const columns = macroblocks(size.width);
  const { blocks, stride } = lockMask(size, 4);
  for (let row = 0; row < macroblocks(size.height); row++) {
    for (let column = 0; column < columns; column++) {
      const { prediction, coefficients } = planMacroblock(blocks, stride, row, column);
      // The chroma of the first macroblock is predicted from block to block.
      const isFirst = row === 0 && column === 0;
      // Where the mean is right, so is the row above, or the column to the left: their codes are shorter.
      const mode = prediction !== 'mean' || isFirst ? prediction : row > 0 ? 'above' : 'left';
      slice.ue(1 + MODES[mode] + (isFirst ? 4 : 0)); // mb_type
      slice.ue(0).se(0); // intra_chroma_pred_mode DC, mb_qp_delta
      writeBlock(slice, coefficients ? ZIGZAG.map((position) => coefficients[position] ?? 0) : []);
      if (isFirst) for (const steps of [CB_STEPS, CR_STEPS]) writeChromaDc(slice, steps);
    }
  }
  return concat(nalUnit(SPS, sps(size)), nalUnit(PPS, pps()), nalUnit(IDR_SLICE, slice.trailing().finish()));
}

/** A P slice that skips every macroblock, referenced by nothing. It shows the last key frame again. */
export function deltaFrame(size: PictureSize): Bytes {
  const slice = sliceHeader({ isIdr: false, sizeHint: 16 });
  slice.ue(macroblocks(size.width) * macroblocks(size.height)); // mb_skip_run
  return nalUnit(NON_REFERENCE_SLICE, slice.trailing().finish());
}

/** One chroma DC coefficient of at least 2 steps (tables 9-5 and 9-9, nC = -1). */
function writeChromaDc(slice: BitWriter, steps: number): void {
  const code = (steps > 0 ? 2 * steps - 2 : -2 * steps - 1) - 2;
  slice.bits(0b000111, 6).bits(1, code + 1); // coeff_token, level_prefix
  slice.bits(1, 1); // total_zeros
}

function sps({ width, height }: PictureSize): Bytes {
  const [columns, rows] = [macroblocks(width), macroblocks(height)];
  const level = LEVELS.find(([most]) => columns * rows <= most)?.[1] ?? 60;
  const out = new BitWriter(32).bits(66, 8).bits(0xc0, 8).bits(level, 8); // constrained baseline
  out.ue(0).ue(0).ue(2).ue(1).bits(0, 1); // id, log2_max_frame_num 4, picture order is decoding order, 1 reference
  out
    .ue(columns - 1)
    .ue(rows - 1)
    .bits(0b11, 2); // frames only, direct_8x8_inference_flag
  // Cropping counts in chroma samples: an odd size is one pixel larger.
  const [right, bottom] = [(columns * 16 - width) >> 1, (rows * 16 - height) >> 1];
  out.bits(right || bottom ? 1 : 0, 1);
  if (right || bottom) out.ue(0).ue(right).ue(0).ue(bottom);
  // VUI with nothing but bitstream_restriction: no reordering, so that a decoder shows each picture at once.
  out.bits(1, 1).bits(0b0000_0000_1, 9).bits(1, 1).ue(0).ue(0).ue(16).ue(16).ue(0).ue(1);
  return out.trailing().finish();
}

function pps(): Bytes {
  const out = new BitWriter(8).ue(0).ue(0).bits(0, 2).ue(0).ue(0).ue(0).bits(0, 3); // CAVLC, one slice group
  out
    .se(QUANTIZER - 26)
    .se(0)
    .se(0)
    .bits(0b100, 3); // deblocking_filter_control_present_flag
  return out.trailing().finish();
}

function sliceHeader({ isIdr, sizeHint }: { readonly isIdr: boolean; readonly sizeHint: number }): BitWriter {
  const out = new BitWriter(sizeHint)
    .ue(0)
    .ue(isIdr ? 7 : 5)
    .ue(0); // first_mb_in_slice, slice_type, PPS
  out.bits(isIdr ? 0 : 1, 4); // frame_num
  if (isIdr) out.ue(0); // idr_pic_id
  out.bits(0, 2); // IDR: dec_ref_pic_marking; P: nothing overridden, nothing reordered
  return out.se(0).ue(1); // slice_qp_delta, no deblocking
}
