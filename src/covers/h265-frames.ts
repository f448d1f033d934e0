import { type Bytes, concat } from '../bytes.ts';
import { BitWriter } from './bit-writer.ts';
import { CR_QUANTIZER_OFFSET, QUANTIZER } from './h265-coding-units.ts';
import { TREE_BLOCK, treeBlocks, writeLock, writeSkipped } from './h265-slices.ts';
import { nalUnit } from './nal-unit.ts';
import type { PictureSize } from './picture-size.ts';

/** NAL unit headers: nal_unit_type, layer 0, temporal id 0. */
const VPS = [0x40, 0x01] as const;
const SPS = [0x42, 0x01] as const;
const PPS = [0x44, 0x01] as const;
const IDR_N_LP = [0x28, 0x01] as const;
const TRAIL_N = [0x00, 0x01] as const;

/** Bits of slice_pic_order_cnt_lsb. */
const ORDER_BITS = 8;
/** Highest place of a delta behind its key frame: from half the range on, a place counts as one before it. */
export const LAST_PLACE = 2 ** (ORDER_BITS - 1) - 1;

/** Most luma samples of a picture by general_level_idc (table A.8). */
const LEVELS = [
  [36_864, 30],
  [122_880, 60],
  [245_760, 63],
  [552_960, 90],
  [983_040, 93],
  [2_228_224, 120],
  [8_912_896, 150],
  [35_651_584, 180],
] as const;

/** VPS, SPS with the stated size, PPS and an IDR slice with the lock card, with start codes. */
export function keyFrame(size: PictureSize): Bytes {
  const slice = new BitWriter(256)
    .bits(0b10, 2) // first_slice_segment_in_pic_flag, no_output_of_prior_pics_flag
    .ue(0)
    .ue(2) // PPS, I slice
    .se(0) // slice_qp_delta
    .trailing();
  writeLock(slice, size);
  return concat(
    nalUnit(VPS, vps(size)),
    nalUnit(SPS, sps(size)),
    nalUnit(PPS, pps()),
    nalUnit(IDR_N_LP, slice.finish()),
  );
}

/** What a delta frame of this size holds behind its header: all skipped. */
export function deltaData(size: PictureSize): Bytes {
  const out = new BitWriter(16);
  writeSkipped(out, size);
  return out.finish();
}

/**
 * A P slice that refers to the key frame and is referenced by nothing.
 *
 * @param place behind the key frame, 1 to LAST_PLACE; decoders refuse two pictures in a row with the same
 */
export function deltaFrame(data: Uint8Array, place: number): Bytes {
  const header = new BitWriter(8)
    .bits(1, 1) // first_slice_segment_in_pic_flag
    .ue(0)
    .ue(1) // PPS, P slice
    .bits(place, ORDER_BITS)
    .bits(0, 1) // short_term_ref_pic_set_sps_flag: a set of its own,
    .ue(1)
    .ue(0) // of one picture, which is before,
    .ue(place - 1)
    .bits(1, 1) // by so many places, and used
    .bits(0, 1) // num_ref_idx_active_override_flag
    .ue(4) // five_minus_max_num_merge_cand: a skipped unit has no choice, and moves nothing
    .se(0) // slice_qp_delta
    .trailing();
  return nalUnit(TRAIL_N, concat(header.finish(), data));
}

function vps(size: PictureSize): Bytes {
  const out = new BitWriter(32)
    .bits(0, 4) // id
    .bits(0b11, 2) // base layer internal and available
    .bits(0, 9) // one layer, one sub-layer
    .bits(1, 1) // temporal id nesting
    .bits(0xffff, 16);
  profileTierLevel(out, size);
  subLayerOrdering(out);
  return out
    .bits(0, 6)
    .ue(0) // layer sets
    .bits(0b00, 2) // no timing, no extension
    .trailing()
    .finish();
}

function sps(size: PictureSize): Bytes {
  const out = new BitWriter(64)
    .bits(0, 4) // VPS
    .bits(0, 3)
    .bits(1, 1); // one sub-layer, temporal id nesting
  profileTierLevel(out, size);
  const [width, height] = codedSize(size);
  // Cropping counts in chroma samples: an odd size is one pixel larger.
  const [right, bottom] = [(width - size.width) >> 1, (height - size.height) >> 1];
  out
    .ue(0)
    .ue(1) // id, 4:2:0
    .ue(width)
    .ue(height);
  out.bits(right || bottom ? 1 : 0, 1);
  if (right || bottom) out.ue(0).ue(right).ue(0).ue(bottom);
  out
    .ue(0)
    .ue(0) // 8 bits
    .ue(ORDER_BITS - 4);
  subLayerOrdering(out);
  return out
    .ue(0)
    .ue(Math.log2(TREE_BLOCK) - 3) // coding units of 8
    .ue(0)
    .ue(Math.log2(TREE_BLOCK) - 2) // transforms of 4
    .ue(0)
    .ue(0) // not split below their coding unit
    .bits(0, 4) // no scaling lists, asymmetric motion partitions, sample adaptive offset, PCM
    .ue(0) // no short-term reference picture sets
    .bits(0, 5) // no long-term ones, temporal motion vectors, strong intra smoothing, VUI, extension
    .trailing()
    .finish();
}

function pps(): Bytes {
  return new BitWriter(16)
    .ue(0)
    .ue(0) // id, SPS
    .bits(0, 7) // no dependent slices, output flags, extra slice header bits, sign hiding, cabac_init_flag
    .ue(0)
    .ue(0) // one reference picture
    .se(QUANTIZER - 26)
    .bits(0, 3) // no constrained intra prediction, transform skip, quantizer by coding unit
    .se(0)
    .se(CR_QUANTIZER_OFFSET)
    .bits(0, 7) // no chroma offsets by slice, weights, transquant bypass, tiles, wavefronts, filter across slices
    .bits(0b101, 3) // deblocking control: no override, disabled
    .bits(0, 2) // no scaling lists, reordered references
    .ue(0) // log2_parallel_merge_level_minus2
    .bits(0, 2) // no extensions
    .trailing()
    .finish();
}

/** profile_tier_level: Main, which is Main 10 too, of progressive frames. */
function profileTierLevel(out: BitWriter, size: PictureSize): void {
  const [width, height] = codedSize(size);
  const level = LEVELS.find(([most]) => width * height <= most)?.[1] ?? 180;
  out.bits(0b000_00001, 8).bits(0x6000_0000, 32).bits(0b1001, 4).bits(0, 32).bits(0, 12).bits(level, 8);
}

/** Two pictures kept, each shown at once. */
function subLayerOrdering(out: BitWriter): void {
  out.bits(1, 1).ue(1).ue(0).ue(0);
}

function codedSize({ width, height }: PictureSize): readonly [width: number, height: number] {
  return [treeBlocks(width) * TREE_BLOCK, treeBlocks(height) * TREE_BLOCK];
}
