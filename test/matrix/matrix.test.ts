/** All of docs/codecs.md, which it writes. Run by `npm run matrix`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPOSSIBLE } from './impossible.ts';
import { ALL, nameOf } from './scenes.ts';
import { openTheatre, shortfallsOf, type Theatre } from './show.ts';
import { keep, writeTable } from './table.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(async () => {
  writeTable();
  await theatre?.close();
});

describe('not possible here', () => {
  it.each(IMPOSSIBLE)('$reason', async ({ probe }) => {
    expect(await probe(theatre.cast, theatre.janus)).toBeUndefined();
  });
});

it.each(ALL.map((scene) => [nameOf(scene), scene] as const))('%s', async (_, scene) => {
  const findings = await theatre.show(scene);
  keep(findings);
  expect(shortfallsOf(findings)).toEqual([]);
});
