/** What a test leaves in a browser does not reach the next one that gets it. */
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../support/browsers.ts';
import { Participant } from '../support/member.ts';
import { borrow } from '../support/shared-browsers.ts';
import { type Site, startSite } from '../support/site.ts';

declare const chrome: {
  readonly storage: Readonly<
    Record<'local' | 'session', { get(keys: null): Promise<object>; set(items: object): Promise<void> }>
  >;
  readonly tabs: { query(filter: object): Promise<{ readonly url: string }[]> };
};

const clients: Client[] = [];
let site: Site | undefined;
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await site?.close();
});

async function take(name: Client['name']): Promise<Client> {
  const client = await borrow(name, { extension: 'test' });
  clients.push(client);
  return client;
}

/** What the extension and a site find. */
async function found(client: Client, address: string): Promise<{ extension: object; tabs: number; site: unknown }> {
  const desk = await client.desk();
  const [extension, tabs] = await desk.evaluate(async () => {
    // How often the background has started, and whether it has looked at the open tabs since, is no trace of a test.
    const {
      testStarts: _,
      looked: __,
      ...session
    } = (await chrome.storage.session.get(null)) as Record<string, unknown>;
    const local = await chrome.storage.local.get(null);
    return [{ local, session }, (await chrome.tabs.query({})).length] as const;
  });
  const page = await client.newPage();
  await page.goto(address);
  const stored = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  await page.close();
  return { extension, tabs, site: stored };
}

it.each(['chromium', 'firefox'] as const)('%s', async (name) => {
  site = await startSite({ page: 'worker-page.html' });
  const address = `http://localhost:${site.port}/meeting`;
  const first = await take(name);
  const fresh = await found(first, `${address}/fresh`);

  const member = await Participant.open(first, address);
  await member.setClock(86_400_000);
  await member.protect('abacus zoom yogurt unicorn tulip reprint');
  await member.popup();
  await (await first.desk()).evaluate(() => chrome.storage.local.set({ left: 'behind' }));
  await member.page.evaluate(async () => {
    await cookieStore.set('left', 'behind');
    localStorage.setItem('left', 'behind');
    await new Promise((resolve) => {
      indexedDB.open('left').onsuccess = resolve;
    });
    await (globalThis as unknown as { controlled: Promise<void> }).controlled;
  });
  // The control: it is there to be found.
  const left = await found(first, address);
  expect(left.extension).toMatchObject({ local: { left: 'behind' }, session: { testClockOffset: 86_400_000 } });
  expect(left).toMatchObject({
    tabs: fresh.tabs + 2,
    site: { cookie: 'left=behind', local: { left: 'behind' }, databases: ['left'], workers: 1 },
  });
  await first.close();

  const second = await take(name);
  expect(second.browser).toBe(first.browser);
  expect(await found(second, address)).toEqual(fresh);
});

it('a browser that crashed is not lent again', async () => {
  const first = await take('chromium');
  const gone = new Promise((resolve) => first.browser.once('disconnected', resolve));
  first.browser.process()?.kill('SIGKILL');
  await gone;
  await first.close();
  const second = await take('chromium');
  expect(second.browser).not.toBe(first.browser);
  expect(second.browser.connected).toBe(true);
});
