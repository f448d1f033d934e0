/** ARCHITECTURE says of each reason for `broken` who sees it. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BROKEN_REASONS } from '../../src/call/state.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('ARCHITECTURE.md', root), 'utf8');
const rows = new Map(
  Array.from(text.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|/gm), ([, reason = '', seenBy = '']) => [reason, seenBy]),
);

it.each(BROKEN_REASONS)('%s has a row, and who is named there exists', (reason) => {
  const files = Array.from((rows.get(reason) ?? '').matchAll(/`([\w./-]+\/[\w./-]+)`/g), ([, file = '']) => file);
  expect(files).not.toEqual([]);
  const missing = files.filter((file) =>
    ['', 'content-scripts/'].every((folder) => !existsSync(new URL(folder + file, root))),
  );
  expect(missing).toEqual([]);
});

it('has no row of a reason that is none', () => {
  expect(Array.from(rows.keys()).toSorted()).toEqual(BROKEN_REASONS.toSorted());
});
