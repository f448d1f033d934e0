import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('..', import.meta.url);
const text = readFileSync(new URL('store-assets/permissions.md', root), 'utf8');
const manifest = JSON.parse(readFileSync(new URL('manifest.json', root), 'utf8')) as {
  readonly permissions: readonly string[];
  readonly host_permissions: readonly string[];
};

it('explains every permission of the manifest and no other', () => {
  const explained = Array.from(text.matchAll(/^## `(\w+)`$/gm), ([, permission]) => permission);
  expect(explained).toEqual(manifest.permissions);
});

it('names every host of the manifest', () => {
  const domains = manifest.host_permissions.map((pattern) => /^https:\/\/(?:\*\.)?([^/*]+)\/\*$/.exec(pattern)?.[1]);
  expect(domains).not.toContain(undefined);
  expect(domains.filter((domain) => !text.includes(`${domain}\``))).toEqual([]);
});
