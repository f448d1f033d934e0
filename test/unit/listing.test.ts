/** What lies in store-assets for the stores' forms is as long, as large and as complete as they want it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SERVICES } from '../../src/services/registry.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

/** Width, height and whether there is an alpha channel, of a PNG (its IHDR chunk). */
function png(path: string): { width: number; height: number; alpha: boolean } {
  const bytes = readFileSync(root + path);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), alpha: bytes.readUInt8(25) >= 4 };
}

describe.each(['en', 'de'])('%s', (language) => {
  const messages = JSON.parse(read(`_locales/${language}/messages.json`));
  const description = read(`store-assets/listing/${language}.md`);

  it('has a name and a summary of the right length', () => {
    expect(messages.extName.message.length).toBeLessThanOrEqual(45);
    expect(messages.extDescription.message.length).toBeLessThanOrEqual(132);
  });

  it('has a description that the form takes, as plain text', () => {
    expect(description.length).toBeGreaterThan(500);
    expect(description.length).toBeLessThanOrEqual(16_000);
    expect(description).not.toMatch(/[*_`#<>]|\]\(/);
  });

  it('claims no service that Callseal does not know', () => {
    const names = SERVICES.map(({ name }) => name);
    const listed = /(Google Meet[^.:]*?)(?:, and any| und jede)/.exec(description)?.[1]?.split(', ') ?? [];
    expect(listed.length).toBeGreaterThan(3);
    for (const name of listed)
      expect(
        names.some((known) => known.startsWith(name)),
        name,
      ).toBe(true);
  });

  it('has a caption for each picture, and each picture in both schemes', () => {
    const listing = read('store-assets/listing.md');
    const views = new Set(
      readdirSync(`${root}store-assets/screenshots`).map((name) => name.replace(/\.(en|de)\.(dark|light)\.png$/, '')),
    );
    expect(views.size).toBeGreaterThan(0);
    expect(views.size).toBeLessThanOrEqual(5);
    for (const view of views) {
      expect(listing).toContain(`| \`${view}.*.png\``);
      for (const scheme of ['light', 'dark']) {
        const { width, height } = png(`store-assets/screenshots/${view}.${language}.${scheme}.png`);
        expect([width, height]).toEqual([1280, 800]);
      }
    }
  });
});

it('names no file that is not there', () => {
  const links = Array.from(read('store-assets/listing.md').matchAll(/\]\(([^)]+)\)/g), ([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(`${root}store-assets/${path}`))).toEqual([]);
});

it.each([
  ['small', 440, 280],
  ['marquee', 1400, 560],
])('has the %s promo tile, without transparency', (name, width, height) => {
  expect(png(`store-assets/tiles/${name}.png`)).toEqual({ width, height, alpha: false });
});
