/** A short run of the fuzz command's targets, with changes made of fast-check's numbers. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dice, mutate } from '../../scripts/fuzz/mutate.ts';
import type { Target } from '../../scripts/fuzz/target.ts';
import { makeTargets } from '../../scripts/fuzz/targets.ts';

const PARSED = 1_000;
/** For each of seven receivers: 20,000 changed frames and more. */
const RECEIVED = 3_000;
/** The same numbers each time: some outcomes are so rare that other ones miss them now and then. */
const SEED = 20;

const targets = await makeTargets();

/** More numbers than the changes of one input take. */
const numbers = fc.array(fc.noBias(fc.nat(0xffff)), { minLength: 40, maxLength: 40 });

function diceOf(rolls: readonly number[]): Dice {
  let next = 0;
  return { roll: (below) => Math.floor(((rolls[next++] ?? 0) * below) / 0x1_0000) };
}

/** Noise, and what was valid before some changes. */
function inputsFor({ seeds }: Target): fc.Arbitrary<Uint8Array> {
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.constantFrom(...seeds), numbers)
    .map(([one, other, rolls]) => mutate(one, other, diceOf(rolls)));
  return fc.oneof({ weight: 9, arbitrary: changed }, fc.uint8Array({ maxLength: 300, size: 'max' }));
}

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_name, target) => {
  const outcomes = new Set<string>();
  const run = async (bytes: Uint8Array): Promise<void> => {
    const { kind } = await target.run(bytes);
    for (const part of kind.split(' + ')) outcomes.add(part);
  };

  it('keeps its promises whatever the bytes', async () => {
    const numRuns = target.isLasting ? PARSED : RECEIVED;
    // What a receiver has opened it does not open again, so a smaller input says nothing.
    await fc.assert(fc.asyncProperty(inputsFor(target), run), { seed: SEED, numRuns, endOnFailure: !target.isLasting });
    for (const seed of target.seeds) await run(seed);
    expect([...outcomes]).toEqual(expect.arrayContaining([...target.reaches]));
  });
});
