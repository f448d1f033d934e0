import { metered } from '../../test/support/metered.ts';

/** What became of one input. Inputs with an outcome that was not there before are kept and gone on from. */
export interface Outcome {
  readonly kind: string;
  /** How much of the input was read, by powers of two; what reads further has come further. */
  readonly depth?: number;
}

/** Something that takes bytes from outside. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /** Kinds of outcomes that a few thousand changed seeds must have, or the changes test too little of the code. */
  readonly reaches: readonly string[];
  /** Whether inputs mean the same in the next run; sealed frames do not, because their keys are new. */
  readonly isLasting: boolean;
  /** @throws Error when a promise was broken: a throw, more work or memory than the input's size allows, a leak */
  run(bytes: Uint8Array): Outcome | Promise<Outcome>;
}

/** Every parser looks at a byte a few times at most, whatever stands around it. */
const READS_PER_BYTE = 4;
/** For what is looked at although the input ends before. */
const READS_BEYOND = 64;
/** One copy of the frame, and one more for what it is made into. */
const ALLOCATED_PER_BYTE = 2;

/**
 * Runs a parser that is promised to be total: no throw, work in proportion to the input, and at most twice its size in
 * memory.
 *
 * @returns its result, and how deep it read
 * @throws Error when it breaks that promise
 */
export function parse<T>(bytes: Uint8Array, parser: (bytes: Uint8Array) => T): { result: T; depth: number } {
  const { result, reads, allocated } = metered(bytes, parser);
  const { byteLength } = bytes;
  if (reads > READS_PER_BYTE * byteLength + READS_BEYOND) throw new Error(`${reads} reads of ${byteLength} bytes`);
  if (allocated > ALLOCATED_PER_BYTE * byteLength) throw new Error(`${allocated} bytes made of ${byteLength}`);
  return { result, depth: 32 - Math.clz32(reads) };
}

/** @throws Error with `promise` when it does not hold */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
