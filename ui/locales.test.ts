import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURE_TEXTS } from '../popup/failure-texts.ts';
import { FRAME_FAILURES } from '../src/call/counts.ts';
import { ICONS } from '../src/call/icon.ts';
import { BROKEN_REASONS } from '../src/call/state.ts';
import { EMOJI } from '../src/keys/emoji.ts';

interface Entry {
  readonly message: string;
  readonly description?: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
type Locale = Readonly<Record<string, Entry>>;

const root = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const locale = (language: string): Locale => JSON.parse(read(`_locales/${language}/messages.json`)) as Locale;
const en = locale('en');
const de = locale('de');

const sources = ['popup', 'pages', 'ui', 'src/background', 'content-scripts/guard']
  .flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .concat('src/keys/emoji.ts')
  .map(read)
  .join('\n');
/** Names that are put together where they are used. */
const composed = ICONS.map((icon) => `title_${icon}`);

describe.each([
  ['en', en],
  ['de', de],
])('locale %s', (_, messages) => {
  it('has the keys and placeholders of English', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort());
    for (const [key, { placeholders }] of Object.entries(messages)) {
      expect(placeholders, key).toEqual(en[key]?.placeholders);
    }
  });

  it('says something for every key, uses its placeholders and describes itself', () => {
    for (const [key, { message, description, placeholders = {} }] of Object.entries(messages)) {
      expect(message.trim(), key).not.toBe('');
      expect(description ?? '', key).not.toBe('');
      const used = new Set(Array.from(message.matchAll(/\$([A-Z]+)\$/g), ([, name = '']) => name.toLowerCase()));
      expect(Array.from(used).sort(), key).toEqual(Object.keys(placeholders).sort());
    }
  });

  it('keeps the description within what the stores take', () => {
    expect(messages.extDescription?.message.length).toBeLessThanOrEqual(132);
  });
});

describe('keys', () => {
  it('are all used', () => {
    const manifest = read('manifest.json');
    const unused = Object.keys(en).filter(
      (key) => !sources.includes(`'${key}'`) && !composed.includes(key) && !manifest.includes(`__MSG_${key}__`),
    );
    expect(unused).toEqual([]);
  });

  it('exist wherever one is asked for', () => {
    const asked = [
      ...Array.from(sources.matchAll(/\bt\('([^']+)'/g), ([, key = '']) => key),
      ...Array.from(read('manifest.json').matchAll(/__MSG_(\w+)__/g), ([, key = '']) => key),
      ...composed,
      ...EMOJI,
    ];
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((key) => !(key in en))).toEqual([]);
  });
});

describe('every reason has a text of its own', () => {
  it('for a broken call: a sentence and a next step', () => {
    for (const reason of BROKEN_REASONS) {
      const name = reason.replaceAll('-', '_');
      for (const key of [`broken_${name}`, `next_${name}`]) expect(sources, key).toContain(`'${key}'`);
    }
  });

  it('for a frame that was not sealed or opened', () => {
    expect(Object.keys(FAILURE_TEXTS).sort()).toEqual(Array.from(new Set(FRAME_FAILURES)).sort());
  });

  it('for an icon: a picture in every size, and a title', () => {
    const missing = ICONS.flatMap((icon) =>
      [16, 32, 48, 128].map((size) => `store-assets/icons/${icon}-${size}.png`),
    ).filter((path) => !existsSync(new URL(path, root)));
    expect(missing).toEqual([]);
  });
});
