import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STORE_IDS, storeAddress, storeAddresses } from './stores.ts';

const STORE = 'https://clients2.google.com/service/update2/crx';
const FIREFOX = { browser_specific_settings: { gecko: {} } };

describe('storeAddress', () => {
  it('is the page of the store that this copy came from', () => {
    expect(storeAddress({ update_url: STORE }, 'abc')).toBe('https://chromewebstore.google.com/detail/abc');
    const edge = 'https://edge.microsoft.com/extensionwebstorebase/v1/crx';
    expect(storeAddress({ update_url: edge }, 'abc')).toBe('https://microsoftedge.microsoft.com/addons/detail/abc');
    expect(storeAddress(FIREFOX, 'callseal@x')).toBe('https://addons.mozilla.org/addon/callseal%40x/');
  });

  it('is none where no store is known to have it', () => {
    expect(storeAddress({}, 'abc')).toBeUndefined();
    expect(storeAddress({ update_url: 'https://updates.example/callseal' }, 'abc')).toBeUndefined();
    expect(storeAddress({ update_url: 'clients2.google.com' }, 'abc')).toBeUndefined();
  });
});

describe('the addresses for whoever is invited', () => {
  const IDS = { firefox: 'callseal@x', chrome: 'abcdefghijklmnopabcdefghijklmnop' };
  const chrome = `https://chromewebstore.google.com/detail/${IDS.chrome} (Chrome, Edge)`;
  const firefox = 'https://addons.mozilla.org/addon/callseal%40x/ (Firefox)';

  it('are those of both kinds of browsers, from either of them', () => {
    expect(storeAddresses({ update_url: STORE }, IDS.chrome, { ...IDS, chrome: null })).toEqual([chrome, firefox]);
    expect(storeAddresses(FIREFOX, 'callseal@x', IDS)).toEqual([chrome, firefox]);
  });

  it('are none that nobody has given: an id of our own making may be somebody else’s', () => {
    expect(storeAddresses(FIREFOX, 'callseal@x', { ...IDS, chrome: null })).toEqual([firefox]);
    expect(storeAddresses({}, IDS.chrome, IDS)).toEqual([]);
  });

  it('know Firefox’s by the id of the manifest', () => {
    const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8')) as {
      readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
    };
    expect(STORE_IDS.firefox).toBe(manifest.browser_specific_settings.gecko.id);
  });
});
