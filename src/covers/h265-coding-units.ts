/** The bins of what an H.265 slice holds behind its header (sections 7.3.8, 9.3.4.2). */
import type { BitWriter } from './bit-writer.ts';
import { CabacEncoder, type Context, context } from './cabac-encoder.ts';

/** The quantizer of the slice. 11 steps of the mean of 8 x 8 pixels are the 88 between ground and lock. */
export const QUANTIZER = 40;
/** That of cr, at which 3 steps of the mean of 4 x 4 pixels are 19. */
export const CR_QUANTIZER_OFFSET = -7;
/** Steps of the means of 8 x 8 pixels of luma and 4 x 4 of chroma: twice as many for twice the side. */
const LUMA_STEPS = 11;
const CB_STEPS = 1;
const CR_STEPS = -3;

export type IntraMode = 'mean' | 'left' | 'above';
/** IntraPredModeY (section 8.4.2) */
const MODES: Record<IntraMode, number> = { mean: 1, left: 10, above: 26 };

/** An intra coding unit in one part, with one transform. */
export interface CodingUnit {
  /** Binary logarithm of its side in pixels: 3 to 5. 3 is the smallest there is. */
  readonly log2Side: 3 | 4 | 5;
  readonly mode: IntraMode;
  /** Modes of the units to the left and above; 'mean' where there is none, or another tree block's above. */
  readonly neighbours: readonly [left: IntraMode, above: IntraMode];
  /** What is wanted less what is predicted: 1 from ground to lock. */
  readonly luma: -1 | 0 | 1;
  /** Whether chroma is to go from mid-grey to the card's. */
  readonly setsChroma: boolean;
}

/** Writes slice_segment_data bin by bin. */
export class SliceDataWriter {
  readonly #out: BitWriter;
  readonly #cabac: CabacEncoder;
  readonly #contexts: ReturnType<typeof intraContexts>;
  readonly #splitFlags: readonly Context[];
  readonly #skipFlags = contexts(197, 185, 201);

  /** @param out where a whole byte is to begin */
  constructor(out: BitWriter, slice: 'I' | 'P') {
    this.#out = out;
    this.#cabac = new CabacEncoder(out);
    this.#splitFlags = slice === 'I' ? contexts(139, 141, 157) : contexts(107, 139, 126);
    this.#contexts = intraContexts();
  }

  /** split_cu_flag. @param deeper how many of the units to the left and above are deeper in their trees */
  split(isSplit: boolean, deeper: number): void {
    this.#bin(isSplit, this.#splitFlags[deeper]);
  }

  /** A coding unit that is the reference picture again. @param skipped how many of those to the left and above are too */
  skip(skipped: number): void {
    this.#bin(true, this.#skipFlags[skipped]);
  }

  /** coding_unit of an I slice. */
  intra({ log2Side, mode, neighbours, luma, setsChroma }: CodingUnit): void {
    const of = this.#contexts;
    if (log2Side === 3) this.#bin(true, of.wholePart);
    this.#lumaMode(MODES[mode], mostProbableModes(MODES[neighbours[0]], MODES[neighbours[1]]));
    this.#bin(false, of.chromaMode); // as luma
    this.#bin(setsChroma, of.hasChroma);
    this.#bin(setsChroma, of.hasChroma);
    this.#bin(luma !== 0, of.hasLuma);
    const scale = 1 << (log2Side - 3);
    if (luma !== 0) this.#mean(luma * LUMA_STEPS * scale, of.lumaLast[log2Side - 3], of.lumaGreater);
    if (!setsChroma) return;
    for (const steps of [CB_STEPS, CR_STEPS]) this.#mean(steps * scale, of.chromaLast, of.chromaGreater);
  }

  /** end_of_slice_segment_flag, and if it was the last the trailing bits. */
  endUnit(isLast: boolean): void {
    this.#cabac.terminate(isLast);
    if (isLast) this.#out.align();
  }

  #bin(bin: boolean, context: Context | undefined): void {
    if (context) this.#cabac.bin(bin ? 1 : 0, context);
  }

  #lumaMode(mode: number, probable: readonly number[]): void {
    const index = probable.indexOf(mode);
    this.#bin(index >= 0, this.#contexts.isMostProbableMode);
    if (index === 0) this.#cabac.bypass(0, 1);
    else if (index > 0) this.#cabac.bypass(index + 1, 2);
    else this.#cabac.bypass(mode - probable.filter((other) => other < mode).length, 5);
  }

  /** residual_coding of a block that has nothing but its mean. */
  #mean(steps: number, last: LastContexts | undefined, greater: GreaterContexts): void {
    const level = Math.abs(steps);
    this.#bin(false, last?.x); // last_sig_coeff_x_prefix, y_prefix: the first is the last
    this.#bin(false, last?.y);
    this.#bin(level > 1, greater.than1);
    if (level > 1) this.#bin(level > 2, greater.than2);
    this.#cabac.bypass(steps < 0 ? 1 : 0, 1);
    if (level > 2) this.#remaining(level - 3);
  }

  /** coeff_abs_level_remaining of a block's first coefficient (section 9.3.3.11, cRiceParam 0). */
  #remaining(value: number): void {
    if (value < 4) {
      this.#cabac.bypass(2 ** (value + 1) - 2, value + 1);
      return;
    }
    // Four ones, then an Exp-Golomb code of the first order.
    const length = 32 - Math.clz32(value - 4 + 2);
    this.#cabac.bypass(2 ** (length + 3) - 2, length + 3);
    this.#cabac.bypass(value - 4 + 2 - 2 ** (length - 1), length - 1);
  }
}

interface LastContexts {
  readonly x: Context;
  readonly y: Context;
}

interface GreaterContexts {
  readonly than1: Context;
  readonly than2: Context;
}

/** Those of I slices (section 9.3.2.2: initType 0). */
function intraContexts() {
  const of = (initValue: number): Context => context(initValue, QUANTIZER);
  const last = (initValue: number): LastContexts => ({ x: of(initValue), y: of(initValue) });
  return {
    wholePart: of(184),
    isMostProbableMode: of(184),
    chromaMode: of(63),
    hasChroma: of(94),
    hasLuma: of(141),
    /** By the side of the transform: 8, 16, 32. */
    lumaLast: [last(125), last(125), last(111)],
    chromaLast: last(108),
    lumaGreater: { than1: of(92), than2: of(138) },
    chromaGreater: { than1: of(179), than2: of(152) },
  };
}

function contexts(...initValues: readonly number[]): Context[] {
  return initValues.map((initValue) => context(initValue, QUANTIZER));
}

/** candModeList (section 8.4.2), for the modes that occur here. */
function mostProbableModes(left: number, above: number): readonly number[] {
  const [planar, mean] = [0, MODES.mean];
  if (left !== above) return [left, above, planar];
  if (left === mean) return [planar, mean, MODES.above];
  return [left, 2 + ((left + 29) % 32), 2 + ((left - 1) % 32)];
}
