/** The very build that the stores get, under a real service's host name on loopback. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backgroundOf, openedPage } from '../support/browsers.ts';
import { recordingsOf } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldIn } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';

const stage = new Stage();
const ROOT = new URL('../..', import.meta.url).pathname;
const HOST = 'meet.google.com';
const MEETING = 'abc-defg-hij';

it.each(['chromium', 'firefox'] as const)(
  '%s: a call is sealed through the popup, as a user does it',
  async (browser) => {
    const { port } = await stage.site({
      securePort: 0,
      headers: { 'content-security-policy': "worker-src 'self'; require-trusted-types-for 'script'" },
    });
    const room = await stage.janus.createRoom();
    const client = await stage.client(browser, {
      extension: 'store',
      args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, '--ignore-certificate-errors'],
      prefs: { 'network.dns.localDomains': HOST },
    });
    const member = await Participant.open(client, `https://${HOST}:${port}/${MEETING}`);
    const popup = await member.popup();
    const click = async (selector: string): Promise<void> => {
      await popup.bringToFront();
      await popup.waitForSelector(selector);
      await popup.click(selector);
    };
    await click('#i-was-invited');
    await popup.waitForSelector('#passphrase');
    await popup.type('#passphrase', PASSPHRASE.toUpperCase());
    await click('#use');
    await popup.waitForSelector('main[data-situation="armed"]');
    await member.page.bringToFront();
    await member.join({
      port: stage.janus.port,
      id: room.id,
      name: 'ada',
      video: browser === 'firefox' ? 'canvas' : 'camera',
    });
    await member.until(({ state, totals }) => state === 'sealed' && totals.sealed > 200);
    await popup.bringToFront();
    await popup.waitForSelector('main[data-situation="sealed"]');
    // It may still show what it was answered before.
    await popup.waitForFunction(
      () => Number(document.querySelector('#count-sealed')?.textContent?.replace(/\D/g, '')) > 100,
    );
    await stage.end();

    const reader = new Reader(PASSPHRASE, 'meet', MEETING);
    const held = (['audio', 'video'] as const).flatMap((kind) =>
      recordingsOf(room, kind).map((path) => heldIn(path, reader)),
    );
    expect(held.length).toBe(2);
    for (const { sealed, other } of held) {
      expect(sealed.length).toBeGreaterThan(30);
      expect(other.length).toBe(0);
    }
  },
);

it('chromium: the real popup opens from the toolbar and shows the meeting', async () => {
  const site = await stage.site();
  const client = await stage.client('chromium', { extension: 'test' });
  const member = await Participant.open(client, `http://localhost:${site.port}/meeting`);
  const worker = await (await backgroundOf(client.browser)).worker();
  await member.page.bringToFront();
  await worker?.evaluate(() =>
    (globalThis as unknown as { chrome: { action: { openPopup(): Promise<void> } } }).chrome.action.openPopup(),
  );
  const page = await openedPage(client.browser, 'popup/popup.html');
  await poll(async () => (await page.evaluate(() => document.body.textContent ?? '')).includes('/meeting'));
});

describe('the store build', () => {
  const files = (folder: string): string[] =>
    readdirSync(join(ROOT, 'dist', folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:js|json|html)$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

  it.each(['chrome', 'firefox'])('%s holds no test hook, no remote code and no host but the services', (browser) => {
    const store = files(browser).join('\n');
    for (const hook of ['testClockOffset', 'testView', 'testStarts', 'callseal:test', 'localhost', '__TEST_BUILD__']) {
      expect(store.includes(hook), hook).toBe(false);
    }
    for (const forbidden of [
      /\beval\(/,
      /new Function\(/,
      /importScripts\(/,
      /<script[^>]+src="http/,
      /\bfetch\(/,
      /(?<!["'])XMLHttpRequest/, // the page hook names the page's, to hook it
    ]) {
      expect(forbidden.test(store), String(forbidden)).toBe(false);
    }
    expect(files(`test-${browser}`).join('\n')).toContain('testClockOffset'); // the search finds what is there
  });

  it('asks for the same in both browsers, and only what permissions.md explains', () => {
    const [chrome, firefox] = ['chrome', 'firefox'].map((browser) =>
      JSON.parse(readFileSync(join(ROOT, 'dist', browser, 'manifest.json'), 'utf8')),
    );
    expect(chrome.permissions).toEqual(['storage', 'declarativeNetRequestWithHostAccess', 'activeTab', 'scripting']);
    expect(firefox.permissions).toEqual(chrome.permissions);
    expect(firefox.host_permissions).toEqual(chrome.host_permissions);
    // None of it is granted with the installation.
    expect(chrome.optional_host_permissions).toEqual(['https://*/*']);
    expect(firefox.optional_host_permissions).toEqual(chrome.optional_host_permissions);
    expect(chrome.web_accessible_resources).toBeUndefined();
    expect(chrome.minimum_chrome_version).toBe('141');
    expect(firefox.browser_specific_settings.gecko.strict_min_version).toBe('140.0');
    expect(chrome.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });
});
