/**
 * Browsers that tests use one after the other, for one takes seconds to start. Each test has its browsers for itself;
 * what it left in them is gone before the next one gets them.
 */
import type { Page } from 'puppeteer-core';
import { type BrowserName, type Client, endBackground, inFirefox, type LaunchOptions, launch } from './browsers.ts';
import { PATIENCE_MS, poll } from './poll.ts';

interface Shared {
  readonly key: string;
  /** Nothing about it is special, so any file may want it. */
  readonly plain: boolean;
  readonly client: Client;
  /** The tab that stays: a browser without one ends. */
  readonly home: Page;
  /** What the extension keeps on the disk when it is new; undefined without the extension. */
  readonly kept: object | undefined;
}

interface Api {
  readonly scripting: {
    getRegisteredContentScripts(filter: { readonly ids: readonly string[] }): Promise<readonly object[]>;
    unregisterContentScripts(filter: { readonly ids: readonly string[] }): Promise<void>;
  };
  readonly tabs: {
    getCurrent(): Promise<{ readonly id: number }>;
    query(filter: object): Promise<{ readonly id: number; readonly url: string }[]>;
    remove(ids: readonly number[]): Promise<void>;
  };
  readonly storage: Readonly<
    Record<
      'local' | 'session',
      { get(key: null): Promise<object>; set(items: object): Promise<void>; clear(): Promise<void> }
    >
  >;
}
declare const chrome: Api;

/** Hosts under which the services' stand-ins run, on loopback, with certificates of their own. */
const STAND_INS = [
  'app.zoom.us',
  'harbour.webex.com',
  'meet.google.com',
  'meet.jit.si',
  'teams.cloud.microsoft',
  'whereby.com',
];
const ARGS = [
  `--host-resolver-rules=${STAND_INS.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
  '--ignore-certificate-errors',
];
const PREFS = {
  'network.dns.localDomains': STAND_INS.join(','),
  // Servers in Node are on loopback alone, where Firefox does not look by itself.
  'media.peerconnection.ice.loopback': true,
};

/** A browser that answers at all is clean in less. */
const CLEAN_MS = 30_000;

const idle: Shared[] = [];
const lent = new Set<Shared>();

/**
 * A browser for one test. Its `close` gives it back.
 *
 * Started for the test alone, and ended with it: the stores' build, whose permissions tests change, and a browser that is
 * to be seen, or that writes a log, or whose toolbar is used, or whose extension ends.
 */
export async function borrow(name: BrowserName, options: LaunchOptions = {}): Promise<Client> {
  const { extension, args = [], prefs = {}, ...own } = options;
  if (extension === 'store' || Object.values(own).some(Boolean)) return launch(name, options);
  const key = JSON.stringify([name, extension, args, prefs]);
  const at = idle.findLastIndex((shared) => shared.key === key);
  const shared = idle.splice(at, at < 0 ? 0 : 1)[0] ?? (await start(key, name, options));
  lent.add(shared);
  return { ...shared.client, close: () => giveBack(shared) };
}

/** Ends the browsers that another file is not likely to want, and those that were not given back. */
export async function closeSpecial(): Promise<void> {
  await close([...idle.filter(({ plain }) => !plain), ...lent]);
}

export async function closeAll(): Promise<void> {
  await close([...idle, ...lent]);
}

async function start(key: string, name: BrowserName, options: LaunchOptions): Promise<Shared> {
  const { args = [], prefs = {} } = options;
  const client = await launch(name, { ...options, args: [...ARGS, ...args], prefs: { ...PREFS, ...prefs } });
  const plain = args.length === 0 && Object.keys(prefs).length === 0;
  if (!options.extension) {
    const [home = await client.newPage()] = await client.browser.pages();
    home.setDefaultTimeout(PATIENCE_MS);
    return { key, plain, client, home, kept: undefined };
  }
  const home = await client.desk();
  const kept = await settled(home);
  await home.evaluate(closeTabs); // the empty one that it came with
  return { key, plain, client, home, kept };
}

async function giveBack(shared: Shared): Promise<void> {
  if (!lent.delete(shared)) return; // ended already, or given back
  try {
    if (!shared.client.browser.connected) throw new Error('it crashed');
    await within(CLEAN_MS, clean(shared));
    idle.push(shared);
  } catch (error) {
    console.warn(`A ${shared.client.name} could not be cleaned and was ended: ${String(error)}`);
    await shared.client.close();
  }
}

/** @throws when `work` takes longer */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${milliseconds} ms`)), milliseconds);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Takes away the tabs, what their sites stored, and all that the extension remembers. */
async function clean({ client, home, kept }: Shared): Promise<void> {
  const addresses = kept ? await home.evaluate(closeTabs) : await closePages(client, home);
  if (kept) {
    // What is under way there must not be stored any more.
    await endBackground(client, home);
    await home.evaluate(async (items) => {
      await Promise.all([chrome.storage.session.clear(), chrome.storage.local.clear()]);
      await chrome.storage.local.set(items);
      await new Promise((resolve) => {
        for (const type of ['success', 'blocked']) indexedDB.deleteDatabase('callseal').addEventListener(type, resolve);
      });
    }, kept);
    // Closed tabs have started it again meanwhile, and what it read then it still knows.
    await endBackground(client, home);
    // The tab for which it was registered is gone, and the background that would have taken it away.
    await home.evaluate(async () => {
      const hold = { ids: ['hold'] };
      if ((await chrome.scripting.getRegisteredContentScripts(hold)).length > 0)
        await chrome.scripting.unregisterContentScripts(hold);
    });
  }
  const sites = Array.from(
    new Set(addresses.filter((address) => /^https?:/.test(address)).map((url) => new URL(url).origin)),
  );
  await forgetSites(client, home, sites);
}

/** Waits until the extension has set itself up. @returns what it keeps then */
async function settled(home: Page): Promise<object> {
  let kept: object = {};
  await poll(async () => {
    kept = await home.evaluate(() => chrome.storage.local.get(null));
    return 'access' in kept;
  });
  return kept;
}

/** Runs in a page of the extension. @returns the addresses of the tabs */
async function closeTabs(): Promise<string[]> {
  const own = await chrome.tabs.getCurrent();
  const others = (await chrome.tabs.query({})).filter(({ id }) => id !== own.id);
  await chrome.tabs.remove(others.map(({ id }) => id));
  return others.map(({ url }) => url);
}

async function closePages({ browser }: Client, home: Page): Promise<string[]> {
  const others = (await browser.pages()).filter((page) => page !== home);
  const addresses = others.map((page) => page.url());
  await Promise.all(others.map((page) => page.close()));
  return addresses;
}

async function forgetSites({ name, browser }: Client, home: Page, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  if (name === 'firefox') {
    const hosts = origins.map((origin) => new URL(origin).hostname);
    return inFirefox(
      browser,
      `for (const host of ${JSON.stringify(hosts)}) await new Promise((done) => Services.clearData.deleteDataFromSite(
        host, {}, true, Ci.nsIClearDataService.CLEAR_COOKIES_AND_SITE_DATA, { onDataDeleted: done }));`,
    );
  }
  const session = await home.createCDPSession();
  for (const origin of origins) await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.send('Storage.clearCookies');
  await session.detach();
}

async function close(all: readonly Shared[]): Promise<void> {
  for (const shared of all) {
    lent.delete(shared);
    if (idle.includes(shared)) idle.splice(idle.indexOf(shared), 1);
  }
  const closed = await Promise.allSettled(all.map(({ client }) => client.close()));
  for (const result of closed) if (result.status === 'rejected') throw result.reason;
}
