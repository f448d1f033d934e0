/**
 * Codecs and layers, on both ways, from and to both browsers, with the real extension: the part of the table in
 * docs/codecs.md that is run each time.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nameOf, QUICK } from '../matrix/scenes.ts';
import { openTheatre, shortfallsOf, type Theatre } from '../matrix/show.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());

it.each(QUICK.map((scene) => [nameOf(scene), scene] as const))('%s', async (_, scene) => {
  const findings = await theatre.show(scene);
  expect(shortfallsOf(findings)).toEqual([]);
});
