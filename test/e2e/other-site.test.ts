/**
 * A site of nobody's list: allowed from the popup, protected like a service, and taken back; and a service without its
 * permission. The stores' build.
 *
 * What cannot be driven: the browsers' own question. Firefox is told by a preference to take it as agreed to; in Chromium
 * the host is named in the settings first, after which it does not ask. An update that brings a new host, for a build
 * that is loaded from a folder has all of its permissions: its sentence is tested by units alone.
 */
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { type BrowserName, type Client, FIREFOX_ID, inFirefox } from '../support/browsers.ts';
import { agreeTo, inSettings } from '../support/chromium-settings.ts';
import { freePort, type Room } from '../support/janus.ts';
import { Participant } from '../support/member.ts';
import { poll } from '../support/poll.ts';
import { Reader } from '../support/reader.ts';
import { heldBy } from '../support/server-view.ts';
import { PASSPHRASE, Stage } from '../support/stage.ts';
import { uiText } from '../support/ui-text.ts';

const stage = new Stage();
const HOST = 'talk.example';
const SITE = `https://${HOST}/*`;

interface Api {
  readonly permissions: {
    request: (asked: { origins: string[] }) => Promise<boolean>;
    remove(given: { origins: string[] }): Promise<boolean>;
    getAll(): Promise<{ readonly origins?: string[] }>;
  };
  readonly scripting: {
    getRegisteredContentScripts(): Promise<
      { readonly id: string; readonly matches?: string[]; readonly world?: string }[]
    >;
  };
  readonly storage: { readonly session: { get(keys: null): Promise<object> } };
  readonly runtime: { readonly id: string };
  readonly extension: { getViews(): readonly Window[] };
}
declare const chrome: Api & {
  readonly developerPrivate: {
    updateExtensionConfiguration(update: { extensionId: string; hostAccess: 'ON_CLICK' }): Promise<void>;
  };
};

/** What a server of such a site sends: a policy like a careful one's, and a helper address that may not be framed. */
async function open(
  browser: BrowserName,
  host = HOST,
  path = '/call/a1b2?password=s3cret',
): Promise<{ client: Client; member: Participant; loads: () => number }> {
  const port = await freePort();
  const site = await stage.site({
    securePort: port,
    headers: { 'content-security-policy': "worker-src 'self'; require-trusted-types-for 'script'" },
    robots: (_, response) => {
      response.setHeader('x-frame-options', 'DENY');
      response.setHeader('content-security-policy', "default-src 'none'; sandbox");
      response.end('User-agent: *');
    },
  });
  const client = await stage.client(browser, {
    extension: 'store',
    toolbar: true,
    args: [`--host-resolver-rules=MAP ${host} 127.0.0.1`, '--ignore-certificate-errors'],
    prefs: { 'network.dns.localDomains': host, 'extensions.webextOptionalPermissionPrompts': false },
  });
  const member = await Participant.open(client, `https://${host}:${port}${path}`);
  return { client, member, loads: () => site.requests.filter((asked) => asked === path).length };
}

const registered = async (member: Participant): Promise<string[]> =>
  (await member.popup()).evaluate(async () => {
    // Beside the one that has pages wait while a tab is protected.
    const scripts = (await chrome.scripting.getRegisteredContentScripts()).filter(({ id }) => id !== 'hold');
    return scripts.flatMap(({ matches = [], world }) => matches.map((match) => `${world} ${match}`));
  });

it.each(['chromium', 'firefox'] as const)('%s', async (browser) => {
  const { client, member, loads } = await open(browser);
  const room = await stage.janus.createRoom();
  const reader = new Reader(PASSPHRASE, 'site', '');
  const join = (to: Room, name: string): Promise<void> =>
    member.join({ port: stage.janus.port, id: to.id, name, video: browser === 'firefox' ? 'canvas' : 'camera' });
  await client.clickToolbar(member.page);
  const popup = await member.popup();
  const click = async (selector: string): Promise<void> => {
    await popup.bringToFront();
    await popup.waitForSelector(selector);
    await popup.click(selector);
  };
  const situation = (name: string): Promise<unknown> => popup.waitForSelector(`main[data-situation="${name}"]`);

  await situation('no-access');
  expect(await popup.$eval('#allow-site', (button) => button.textContent)).toContain(HOST);
  expect(await registered(member)).toEqual([]);
  if (browser === 'chromium') await agreeTo(client, popup, SITE);
  await click('#allow-site');
  // The page is loaded again by itself, once.
  await situation('off');
  expect((await registered(member)).toSorted()).toEqual([`ISOLATED ${SITE}`, `MAIN ${SITE}`]);
  expect(loads()).toBe(2);
  expect((await member.view()).meeting).toMatch(/^talk\.example:\d+\/call\/a1b2$/);

  await click('#i-was-invited');
  await popup.waitForSelector('#passphrase');
  await popup.type('#passphrase', PASSPHRASE);
  await click('#use');
  await situation('armed');
  await member.page.bringToFront();
  await join(room, 'ada');
  await member.until(({ state, totals }) => state === 'sealed' && totals.sealed > 200);
  expect(heldBy(room, reader).other.length).toBe(0);

  // Taken back in mid-call, in the browser's settings: nothing is sent in clear, and the popup knows.
  await popup.evaluate((site) => chrome.permissions.remove({ origins: [site] }), SITE);
  await client.clickToolbar(member.page);
  await situation('no-access');
  await poll(async () => (await registered(member)).length === 0);
  const { sealed } = heldBy(room, reader);
  expect(sealed.length).toBeGreaterThan(100);

  // After a reload the page is without Callseal: what it sends now is the control.
  await member.page.reload();
  await stage.janus.finish();
  expect(heldBy(room, reader).other.length).toBe(0);
  const unprotected = await stage.janus.createRoom();
  await join(unprotected, 'ada');
  await poll(async () => heldBy(unprotected, reader).other.length > 30);
});

/** The user agrees, in the question of the browser's own. */
const GIVEN: Readonly<Record<BrowserName, (client: Client, desk: Page) => Promise<unknown>>> = {
  chromium: (_, desk) => desk.evaluate((site) => chrome.permissions.request({ origins: [site] }), SITE),
  firefox: ({ browser }) =>
    inFirefox(
      browser,
      `const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(FIREFOX_ID)});
      const given = { permissions: [], origins: [${JSON.stringify(SITE)}] };
      await ExtensionPermissions.add(extension.id, given, extension);`,
    ),
};

it.each(['chromium', 'firefox'] as const)(
  '%s: the popup comes back, and takes the permission back',
  async (browser) => {
    const { client, member, loads } = await open(browser);
    await client.clickToolbar(member.page);
    const asking = await member.popup();
    if (browser === 'chromium') await agreeTo(client, asking, SITE);
    await asking.bringToFront();
    await asking.waitForSelector('#allow-site');
    // The browser's own question closes the popup, and is answered after that.
    await asking.evaluate(() => {
      const { browser: other } = globalThis as { browser?: typeof chrome };
      for (const api of [chrome, other]) if (api) api.permissions.request = () => new Promise(() => undefined);
    });
    await asking.click('#allow-site');
    const desk = await client.desk();
    await poll(() => desk.evaluate(async () => 'asked' in (await chrome.storage.session.get(null))));
    await member.closePopup();
    await GIVEN[browser](client, desk);
    const shown = (): Promise<(string | undefined)[]> =>
      desk.evaluate(() => {
        const popups = chrome.extension.getViews().filter(({ location }) => location.pathname === '/popup/popup.html');
        return popups.map(({ document }) => document.querySelector('main')?.dataset['situation']);
      });
    await poll(async () => (await shown()).join() === 'off', { state: () => `loaded ${loads()} times` });
    expect(loads()).toBe(2);
    await desk.evaluate(() => {
      for (const view of chrome.extension.getViews()) if (view.location.pathname === '/popup/popup.html') view.close();
    });

    const popup = await member.popup();
    await popup.bringToFront();
    await popup.waitForSelector('#disallow-site');
    await popup.click('#disallow-site');
    // That no script is registered says nothing before the permission is gone: they may not have been registered yet.
    const origins = (): Promise<string[]> =>
      popup.evaluate(async () => (await chrome.permissions.getAll()).origins ?? []);
    await poll(async () => !(await origins()).includes(SITE));
    await poll(async () => (await registered(member)).length === 0);
    expect(await origins()).toContain('https://meet.google.com/*');
  },
);

it.each(['chromium', 'firefox'] as const)('%s: a service whose permission was taken back says so', async (browser) => {
  const { client, member } = await open(browser, 'meet.google.com', '/abc-defg-hij');
  const popup = await member.popup();
  await popup.waitForSelector('main[data-situation="off"]');
  const site = 'https://meet.google.com/*';
  if (browser === 'firefox') await popup.evaluate((origin) => chrome.permissions.remove({ origins: [origin] }), site);
  else {
    await inSettings(
      client,
      popup,
      (extensionId) => chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: 'ON_CLICK' }),
      site,
    );
  }
  await member.page.reload();
  await client.clickToolbar(member.page);
  await popup.waitForSelector('main[data-situation="no-access"]');
  expect((await member.view()).site).toEqual({ pattern: site, access: 'taken-back' });
  expect(await popup.evaluate(() => document.body.textContent)).toContain(uiText('say_access_taken_back'));
  expect(await popup.$eval('#allow-site', (button) => button.textContent)).toContain('Google Meet');
});
