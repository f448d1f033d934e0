/**
 * An organisation's settings, as Firefox has them from a managed storage manifest and Chromium from its folder of policies:
 * protection comes on by itself before anything is sent, and what is not allowed is not offered.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type BrowserName, type Client, FIREFOX_ID } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Stage } from '../support/stage.ts';

declare const chrome: {
  readonly runtime: { readonly id: string };
  readonly storage: { readonly managed: { get(keys: null): Promise<object> } };
};

const stage = new Stage();
const HOST = 'meet.google.com';
const home = mkdtempSync(join(tmpdir(), 'callseal-home-'));
const before = process.env.HOME;
afterAll(() => {
  process.env.HOME = before;
  rmSync(home, { recursive: true, force: true });
});

const DATA = {
  protectedHosts: [HOST],
  ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
  supportContact: 'IT help desk, 1234',
};

const PREPARED: Readonly<Record<BrowserName, () => Promise<Client>>> = {
  firefox: () => {
    const folder = join(home, '.mozilla/managed-storage');
    mkdirSync(folder, { recursive: true });
    const manifest = { name: FIREFOX_ID, description: 'ignored', type: 'storage', data: DATA };
    writeFileSync(join(folder, `${FIREFOX_ID}.json`), JSON.stringify(manifest));
    process.env.HOME = home;
    return stage.client('firefox', { extension: 'store', prefs: { 'network.dns.localDomains': HOST } });
  },
  chromium: async () => {
    const policies = join(home, 'policies');
    mkdirSync(join(policies, 'managed'), { recursive: true });
    const args = [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'];
    const client = await stage.client('chromium', { extension: 'store', policies, args });
    // Loaded from a folder, it has an id that is known only now.
    const desk = await client.desk();
    const id = await desk.evaluate(() => chrome.runtime.id);
    const policy = { '3rdparty': { extensions: { [id]: DATA } } };
    writeFileSync(join(policies, 'managed/callseal.json'), JSON.stringify(policy));
    const set = (): Promise<object> => desk.evaluate(() => chrome.storage.managed.get(null));
    await poll(async () => 'supportContact' in (await set()));
    return client;
  },
};

it.each(['chromium', 'firefox'] as const)('%s: what an organisation has set is obeyed and said', async (browser) => {
  const { port } = await stage.site({ securePort: 0 });
  const client = await PREPARED[browser]();
  const member = await Participant.open(client, `https://${HOST}:${port}/abc-defg-hij`);
  const popup = await member.popup();
  await popup.bringToFront();
  // Nobody has switched anything on.
  await popup.waitForSelector('main[data-situation="no-key"]');
  await popup.waitForSelector('#managed-protected');
  expect(await popup.$eval('#managed-support', (element) => element.textContent)).toContain(DATA.supportContact);
  expect(await popup.$eval('body', (element) => element.querySelector('#managed-memory') !== null)).toBe(true);
  await popup.locator('#i-was-invited').click();
  await popup.waitForSelector('#passphrase');
  await popup.type('#passphrase', 'vK7qX2mW9tR4zB6hJ3pN');
  await popup.locator('#use').click();
  await popup.waitForFunction(() => document.querySelector('#passphrase-error')?.textContent !== '');
  expect(await popup.$('#own-text')).toBeNull();
  await popup.locator('#back-to-question').click();
  await popup.waitForSelector('details.ways > summary');
  await popup.locator('details.ways > summary').click();
  await popup.locator('#generate').click();
  await popup.waitForSelector('main[data-situation="armed"]');
  await popup.waitForSelector('#managed-exceptions');
  expect(await popup.$('#hear')).toBeNull();
});
