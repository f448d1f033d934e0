/**
 * Codecs and layers, on both ways, from and to both browsers, with the real extension: the part of the table in
 * docs/codecs.md that is run each time.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nameOf, QUICK } from '../matrix/scenes.ts';
import { openSession, type Session, shortfallsOf } from '../matrix/session.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session?.close());

it.each(QUICK.map((scene) => [nameOf(scene), scene] as const))('%s', async (_, scene) => {
  const findings = await session.play(scene);
  expect(shortfallsOf(findings)).toEqual([]);
});
