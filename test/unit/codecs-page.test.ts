import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { impossible } from '../matrix/impossible.ts';
import { PICTURES, SOUNDS } from '../matrix/media.ts';
import { ALL, allCells, reaches } from '../matrix/scenes.ts';

const page = readFileSync(new URL('../../docs/codecs.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.split('|').map((text) => text.trim()));

it('has a scene for every cell that is possible', () => {
  const shown = allCells().filter(({ medium, path, from, to }) =>
    ALL.some(
      (scene) =>
        scene.path === path &&
        scene.from === from &&
        (scene.sound === medium || scene.picture === medium) &&
        reaches(scene, medium, to),
    ),
  );
  expect(shown).toEqual(allCells().filter((cell) => !impossible(cell)));
});

it.each([...PICTURES, ...SOUNDS].map((medium) => [medium.codec, medium.shape, medium.paths.length] as const))(
  'docs/codecs.md has %s %s for each path',
  (codec, shape, paths) => {
    expect(rows.filter(([, first, second]) => first === codec && second === shape)).toHaveLength(paths);
  },
);

it('docs/codecs.md shows no failure as a result', () => {
  expect(page).not.toContain('**fails**');
});
