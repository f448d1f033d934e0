/** store-assets/permissions.md says what is asked for and what is stored, and is held to manifest and code. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SERVICES } from '../../src/services/registry.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
const manifest = JSON.parse(read('manifest.json'));
const text = read('store-assets/permissions.md');

/** What the product writes, by the file and the beginning of what it writes, and the item of the table that it is. */
const WRITES: Readonly<Record<string, string>> = {
  'src/background/tab-records.ts { [keyOf(tabId)]': 'storage.session tab:…',
  'src/background/tab-records.ts Object.fromEntries(records': 'storage.session tab:…',
  'popup/draft.ts { [draftKey(tabId, field)]': 'storage.session draft:…',
  'src/background/memory.ts { [KEY]': 'storage.session vaultKey',
  'src/background/main.ts { [LOOKED]': 'storage.session looked',
  'src/background/site-return.ts { [KEY]': 'storage.session asked',
  'src/background/sites.ts { access }': 'storage.local access',
  'src/background/user-settings.ts { [KEY]': 'IndexedDB settings',
  'src/background/memory.ts { [VAULT]': 'IndexedDB vault',
  'src/background/protected-meetings.ts { [ITEM]': 'IndexedDB protected',
  'src/background/own-store.ts true, MOVED': 'IndexedDB moved',
  'src/protocol/mark.ts MARK': "the page's tab callseal",
};
/** Writes that keep nothing new. */
const EXEMPT = [
  'src/background/main.ts { testStarts', // the test build's alone
  'src/background/own-store.ts value, key', // what the stores above are given
  'content-scripts/guard/failure-marks.ts key', // gives back a note of the service's own, with less in it
];

/** Every place of the product that writes to a store of the browser's. */
function writes(): string[] {
  return ['src', 'popup', 'pages', 'ui', 'content-scripts'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .flatMap(({ parentPath, name }) => {
        const path = `${parentPath}/${name}`.slice(root.length);
        return Array.from(read(path).matchAll(STORING), ([, what = '']) => `${path} ${what}`);
      }),
  );
}
const STORING =
  /(?:\b(?:store|local|session|managed|sync|\w+Store)\.set|\bitems\.(?:put|add)|\w+\.setItem|document\.cookie =|caches\.open)\((\{ \[?\w+(?:\([^)]*\))?\]?(?: \})?|\w+\.\w+\(\w+|\w+(?:, \w+(?=\)))?)/g;

describe('what is stored', () => {
  const table = Array.from(
    text.matchAll(/^\| (`[\w.]+`|[\w' ]+?) +\| `([\w:…]+)` +\|/gm),
    ([, where = '', item = '']) => `${where.replaceAll('`', '')} ${item}`,
  );

  it('finds every way by which something is written', () => {
    // Were one of these taken out of the product, the search would have to be looked at.
    expect(writes().length).toBeGreaterThanOrEqual(Object.keys(WRITES).length);
    const probe = 'browser.storage.local.set({ secret }); items.put(x, KEY); localStorage.setItem(NAME, v);';
    expect(Array.from(probe.matchAll(STORING))).toHaveLength(3);
  });

  it('is nothing but what the page has a row of', () => {
    const unknown = writes().filter((write) => !(write in WRITES) && !EXEMPT.includes(write));
    expect(unknown).toEqual([]);
  });

  it('is all that the page has a row of', () => {
    const written = new Set(writes());
    const stored = Object.entries(WRITES).filter(([write]) => written.has(write));
    expect(table.toSorted()).toEqual(Array.from(new Set(stored.map(([, item]) => item))).toSorted());
  });

  it('is in no other store of the browser', () => {
    const sources = ['src', 'popup', 'pages', 'ui'].flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, withFileTypes: true })
        .filter(({ name }) => /\.tsx?$/.test(name) && !name.includes('.test.'))
        .map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'utf8')),
    );
    const other = sources.filter((source) => /\blocalStorage\b|document\.cookie|\bcaches\.|storage\.sync/.test(source));
    expect(other).toEqual([]);
  });
});

describe('what is asked for', () => {
  it.each(manifest.permissions as string[])('%s has a paragraph', (permission) => {
    expect(text).toMatch(new RegExp(`^## \`${permission}\`\n\n\\S.{80}`, 'm'));
  });

  it('has no paragraph of a permission that is not asked for', () => {
    const named = Array.from(text.matchAll(/^## `(\w+)`$/gm), ([, name]) => name);
    expect(named).toEqual(manifest.permissions);
  });

  it('names every host, and no service is without one', () => {
    const hosts = (manifest.host_permissions as string[]).map((pattern) => pattern.slice('https://'.length, -2));
    const named = text.slice(text.indexOf('## Host permissions'));
    const missing = hosts.filter((host) => {
      const domain = host.replace(/^\*\./, '');
      return !named.includes(`\`${host}\``) && !(named.includes(`\`${domain}\``) && named.includes('subdomains'));
    });
    expect(missing).toEqual([]);
    expect(SERVICES.length).toBeGreaterThan(0);
    expect(manifest.optional_host_permissions).toEqual(['https://*/*']);
    expect(text).toContain('`https://*/*`');
  });

  it('says of the rules what they are', () => {
    const rules = JSON.parse(read('content-scripts/guard/helper-rules.json')) as {
      action: { type: string; responseHeaders: { header: string; operation: string; value?: string }[] };
      condition: { regexFilter: string; resourceTypes: string[] };
    }[];
    expect(rules.length).toBe(3);
    for (const { action, condition } of rules) {
      expect(action.type).toBe('modifyHeaders');
      expect(condition.resourceTypes).toEqual(['sub_frame']);
      expect(condition.regexFilter).toMatch(/^\^https\?:\/\/\[\^\/\?#\]\+\/robots\\\.txt\\\?callseal(=[a-z-]+)?\$$/);
      const policy = action.responseHeaders.find(({ header }) => header === 'content-security-policy');
      expect(text).toContain(`\`${policy?.value}\``);
      const named = read('store-assets/reviewers.md');
      for (const { header } of action.responseHeaders) expect(named, header).toContain(`\`${header}\``);
    }
  });
});
