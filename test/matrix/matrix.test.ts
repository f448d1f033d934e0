/** All of docs/codecs.md, which it writes. Run by `npm run matrix`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPOSSIBLE } from './impossible.ts';
import { ALL, nameOf } from './scenes.ts';
import { openSession, type Session, shortfallsOf } from './session.ts';
import { keep, writeTable } from './table.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(async () => {
  writeTable();
  await session?.close();
});

describe('not possible here', () => {
  it.each(IMPOSSIBLE)('$reason', async ({ probe }) => {
    expect(await probe(session.participants, session.janus)).toBeUndefined();
  });
});

it.each(ALL.map((scene) => [nameOf(scene), scene] as const))('%s', async (_, scene) => {
  const findings = await session.play(scene);
  keep(findings);
  expect(shortfallsOf(findings)).toEqual([]);
});
