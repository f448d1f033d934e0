import { expect, it } from 'vitest';
import { Dice, mutate } from '../../scripts/fuzz/mutate.ts';
import { makeTargets } from '../../scripts/fuzz/targets.ts';

const SEED = Date.now() >>> 0;
const INPUTS = 1_000;

it('nothing that takes bytes from outside breaks on changed ones', async () => {
  const dice = new Dice(SEED);
  for (const { name, seeds, run } of await makeTargets()) {
    const kinds = new Set<string>();
    for (let i = 0; i < INPUTS; i++) {
      const [one, two] = [seeds[dice.roll(seeds.length)], seeds[dice.roll(seeds.length)]];
      if (!one || !two) throw new Error(`no seeds for ${name}`);
      try {
        kinds.add(await run(mutate(one, two, dice)));
      } catch (error) {
        throw new Error(`${name}, seed ${SEED}, input ${i}`, { cause: error });
      }
    }
    // Changes that all end alike would test one line of the code.
    expect(kinds.size, name).toBeGreaterThan(1);
  }
});
