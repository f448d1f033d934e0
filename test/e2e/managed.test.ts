/**
 * An organisation's settings, as Firefox has them from a managed storage manifest: protection comes on by itself before
 * anything is sent, and what is not allowed is not offered.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FIREFOX_ID } from '../support/browsers.ts';
import { freePort } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { Stage } from '../support/stage.ts';

const stage = new Stage();
const HOST = 'meet.google.com';
const home = mkdtempSync(join(tmpdir(), 'callseal-home-'));
const before = process.env.HOME;
afterAll(() => {
  process.env.HOME = before;
  rmSync(home, { recursive: true, force: true });
});

it('firefox: what an organisation has set is obeyed and said', async () => {
  const folder = join(home, '.mozilla/managed-storage');
  mkdirSync(folder, { recursive: true });
  const data = {
    protectedHosts: [HOST],
    ...{ allowExceptions: false, drawnWordsOnly: true, allowRememberedKeys: false },
    supportContact: 'IT help desk, 1234',
  };
  const manifest = { name: FIREFOX_ID, description: 'ignored', type: 'storage', data };
  writeFileSync(join(folder, `${FIREFOX_ID}.json`), JSON.stringify(manifest));
  process.env.HOME = home;
  const port = await freePort();
  await stage.site({ securePort: port });
  const client = await stage.client('firefox', { extension: 'store', prefs: { 'network.dns.localDomains': HOST } });
  const member = await Participant.open(client, `https://${HOST}:${port}/abc-defg-hij`);
  const popup = await member.popup();
  await popup.bringToFront();
  // Nobody has switched anything on.
  await popup.waitForSelector('main[data-situation="no-key"]');
  await popup.waitForSelector('#managed-protected');
  expect(await popup.$eval('#managed-support', (element) => element.textContent)).toContain(data.supportContact);
  expect(await popup.$eval('body', (element) => element.querySelector('#managed-memory') !== null)).toBe(true);
  await popup.click('#i-was-invited');
  await popup.waitForSelector('#passphrase');
  await popup.type('#passphrase', 'vK7qX2mW9tR4zB6hJ3pN');
  await popup.click('#use');
  await popup.waitForFunction(() => document.querySelector('#passphrase-error')?.textContent !== '');
  expect(await popup.$('#own-text')).toBeNull();
  await popup.click('#back-to-question');
  await popup.waitForSelector('details.ways > summary');
  await popup.click('details.ways > summary');
  await popup.click('#generate');
  await popup.waitForSelector('main[data-situation="armed"]');
  await popup.waitForSelector('#managed-exceptions');
  expect(await popup.$('#hear')).toBeNull();
});
