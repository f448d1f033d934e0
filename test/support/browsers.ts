/** Real browsers with the built extension: Chromium over CDP, Firefox over WebDriver BiDi. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CreatePageOptions, type Page, type Target } from 'puppeteer-core';
import { starts } from './browser-starts.ts';
import { mediaFiles } from './media.ts';
import { PATIENCE_MS, poll } from './poll.ts';

export type BrowserName = 'chromium' | 'firefox';

export interface LaunchOptions {
  /** Built extension to load; none for an outsider. */
  readonly extension?: 'test' | 'store';
  /** Folder of a further extension, which is loaded first. */
  readonly beside?: string;
  /** Changes made to the extension's files, to see what is claimed of a build that lacks something. */
  readonly crippled?: Readonly<Record<string, (source: string) => string>>;
  /** Further command line switches (Chromium). */
  readonly args?: readonly string[];
  /** Further preferences (Firefox). */
  readonly prefs?: Readonly<Record<string, unknown>>;
  /** Let the test click the extension's button in the toolbar (Chromium; a test of Firefox needs no switch). */
  readonly toolbar?: boolean;
  /** Not to be shared: the test ends the extension. */
  readonly alone?: boolean;
  /** Windows to be seen on a desktop. */
  readonly headed?: boolean;
  /** File for what all of the browser's contexts log. */
  readonly log?: string;
  /** Folder that stands in for the system's folder of policies (Chromium on Linux). */
  readonly policies?: string;
}

export interface Client {
  readonly name: BrowserName;
  readonly browser: Browser;
  /** Folder in which the browser writes. */
  readonly profile: string;
  newPage(): Promise<Page>;
  /** A page in a window of its own, which goes on drawing beside others. */
  newWindow(): Promise<Page>;
  /** A page of the extension behind all others: from there a test asks the background and the browser's tabs. */
  desk(): Promise<Page>;
  /** A page of the extension, opened as a tab. @param path such as 'popup/popup.html' */
  extensionPage(path: string): Promise<Page>;
  /** Has the user click the extension's toolbar button over `page`, which lends it that tab. */
  clickToolbar(page: Page): Promise<void>;
  /** Installs the test build in a browser that was started without it (in Chromium with `toolbar`). */
  install(): Promise<void>;
  close(): Promise<void>;
}

const ROOT = new URL('../..', import.meta.url).pathname;
export const FIREFOX_ID = 'callseal@callseal.example';
const FIREFOX_UUID = '5f8a2c1e-0d3b-4c6e-9a71-2b4f6d8e0c13';
/** Of Debian's Chromium. */
const POLICIES = '/etc/chromium/policies';

/** Starts a browser. Most tests are served by one that runs already: `borrow` in shared-browsers.ts. */
export function launch(name: BrowserName, options: LaunchOptions = {}): Promise<Client> {
  starts.note(name);
  return name === 'chromium' ? launchChromium(options) : launchFirefox(options);
}

/** A new page, which has as much time as anything else that a test waits for. */
async function openPage(browser: Browser, options?: CreatePageOptions): Promise<Page> {
  return patient(await browser.newPage(options));
}

function pagesOf(browser: Browser): Pick<Client, 'newPage' | 'newWindow'> {
  return { newPage: () => openPage(browser), newWindow: () => openPage(browser, { type: 'window' }) };
}

function patient(page: Page): Page {
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** The page that the browser or the extension opens with `path` in its address (Chromium). Waits for it. */
export async function openedPage(browser: Browser, path: string): Promise<Page> {
  const opened = await browser.waitForTarget((target) => target.url().includes(path), { timeout: PATIENCE_MS });
  return patient(await opened.asPage());
}

/** The extension's background (Chromium). Waits for it: it ends when it is idle, and its target with it. */
export function backgroundOf(browser: Browser): Promise<Target> {
  return browser.waitForTarget((target) => target.type() === 'service_worker', { timeout: PATIENCE_MS });
}

export function findBrowser(name: BrowserName): string | undefined {
  const given = process.env[name === 'chromium' ? 'CALLSEAL_CHROMIUM' : 'CALLSEAL_FIREFOX'];
  const known =
    name === 'chromium'
      ? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium']
      : ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
  return [given, ...known].find((path) => path && existsSync(path));
}

function executable(name: BrowserName): string {
  const found = findBrowser(name);
  if (!found) throw new Error(`No ${name} was found. Install it, or name it in CALLSEAL_${name.toUpperCase()}.`);
  return found;
}

async function launchChromium({
  extension,
  beside,
  crippled,
  args = [],
  headed = false,
  toolbar = false,
  log,
  policies,
}: LaunchOptions): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-chromium-'));
  const profile = join(folder, 'profile');
  const { video, audio } = await mediaFiles();
  const switches = [
    '--no-sandbox',
    '--disable-gpu',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${video}`,
    `--use-file-for-fake-audio-capture=${audio}`,
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // Members in windows behind one another must go on drawing and decoding.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    ...(log === undefined ? [] : ['--enable-logging', `--log-file=${log}`]),
    ...args,
  ];
  if (extension) {
    const copy = copyOf(`${extension === 'test' ? 'test-' : ''}chrome`, folder, crippled);
    const folders = [...(beside === undefined ? [] : [beside]), copy].join(',');
    switches.push(`--load-extension=${folders}`, `--disable-extensions-except=${folders}`);
    switches.push('--disable-features=DisableLoadExtensionCommandLineSwitch');
  }
  const browser = await puppeteer.launch({
    executablePath: policies === undefined ? executable('chromium') : chromiumWithPolicies(folder, policies),
    headless: !headed,
    args: switches,
    userDataDir: profile,
    timeout: PATIENCE_MS,
    ignoreDefaultArgs: ['--disable-extensions'],
    // The commands for extensions are taken over a pipe alone.
    ...(toolbar && { pipe: true, enableExtensions: true }),
    acceptInsecureCerts: true,
    defaultViewport: { width: 960, height: 600 },
  });
  let host: Promise<string> | undefined;
  const findHost = async (): Promise<string> => {
    const background = await backgroundOf(browser).catch((cause: unknown) => {
      throw new Error(
        `no background among ${browser
          .targets()
          .map((target) => target.url())
          .join(', ')}`,
        { cause },
      );
    });
    return new URL(background.url()).host;
  };
  const extensionPage = async (path: string, background = false): Promise<Page> => {
    host ??= findHost();
    const page = await openPage(browser, { type: 'tab', background });
    await page.goto(`chrome-extension://${await host}/${path}`);
    return page;
  };
  return {
    name: 'chromium',
    browser,
    profile,
    ...pagesOf(browser),
    desk: kept(() => extensionPage('manifest.json', true)),
    extensionPage: (path) => extensionPage(path),
    async clickToolbar(page) {
      const [own] = (await browser.extensions()).values();
      if (!own) throw new Error('no extension');
      await page.bringToFront();
      await page.triggerExtensionAction(own);
    },
    async install() {
      await browser.installExtension(copyOf('test-chrome', folder));
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launchFirefox({
  extension,
  crippled,
  beside,
  prefs = {},
  headed = false,
  log,
}: LaunchOptions): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: log === undefined ? executable('firefox') : firefoxWithLog(folder, log),
    headless: !headed,
    acceptInsecureCerts: true,
    timeout: PATIENCE_MS,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: FIREFOX_UUID }),
      // A tab behind another draws as fast, as in Chromium.
      'dom.min_background_timeout_value': 4,
      'dom.timeout.enable_budget_timer_throttling': false,
      'media.autoplay.default': 0,
      'media.navigator.permission.disabled': true,
      'media.navigator.streams.fake': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'network.stricttransportsecurity.preloadlist': false,
      ...(log !== undefined && { 'devtools.console.stdout.content': true }),
      ...prefs,
    },
  });
  try {
    if (beside !== undefined) await browser.installExtension(beside);
    if (extension)
      await browser.installExtension(copyOf(`${extension === 'test' ? 'test-' : ''}firefox`, folder, crippled));
  } catch (error) {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const extensionPage = async (path: string, background = false): Promise<Page> => {
    const page = await openPage(browser, { type: 'tab', background });
    // A page of this scheme never tells the driver that it has loaded: the promise settles when the page is closed, if at all.
    void page.goto(`moz-extension://${FIREFOX_UUID}/${path}`).catch(() => undefined);
    await poll(
      () =>
        page
          .evaluate(() => location.protocol === 'moz-extension:' && document.readyState === 'complete')
          .catch(() => false), // between two documents
    );
    return page;
  };
  return {
    name: 'firefox',
    browser,
    profile: profileOf(browser),
    ...pagesOf(browser),
    desk: kept(() => extensionPage('nested-helper.html', true)),
    extensionPage: (path) => extensionPage(path),
    clickToolbar: (page) => lendTab(browser, page.url()),
    async install() {
      await browser.installExtension(copyOf('test-firefox', folder));
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Chromium writes into the folder of an extension, and both read it as long as they run. */
function copyOf(build: string, folder: string, crippled: LaunchOptions['crippled'] = {}): string {
  const copy = join(folder, 'extension');
  cpSync(join(ROOT, 'dist', build), copy, { recursive: true });
  for (const [file, change] of Object.entries(crippled)) {
    const before = readFileSync(join(copy, file), 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${file}`);
    writeFileSync(join(copy, file), after);
  }
  return copy;
}

/**
 * Chromium reads policies from one folder of the system. It gets another one there, in a mount namespace of its own, which
 * no other program sees.
 */
function chromiumWithPolicies(folder: string, policies: string): string {
  const script = join(folder, 'chromium');
  const mount = `mount --bind "${policies}" ${POLICIES} && exec "${executable('chromium')}" "$@"`;
  writeFileSync(script, `#!/bin/sh\nexec unshare --map-root-user --mount sh -c '${mount}' chromium "$@"\n`, {
    mode: 0o755,
  });
  return script;
}

/** Firefox logs to its standard output, which the driver does not pass on. */
function firefoxWithLog(folder: string, log: string): string {
  const script = join(folder, 'firefox');
  writeFileSync(script, `#!/bin/sh\nexec "${executable('firefox')}" "$@" >"${log}"\n`, { mode: 0o755 });
  return script;
}

/** The folder that the driver has made. */
function profileOf(browser: Browser): string {
  const { spawnargs = [] } = browser.process() ?? {};
  const folder = spawnargs[spawnargs.indexOf('--profile') + 1];
  if (folder === undefined) throw new Error('no profile');
  return folder;
}

/** The part of the driver's WebDriver BiDi connection that reaches the browser's own windows. */
interface BidiConnection {
  send(method: string, parameters: object): Promise<{ readonly result: unknown }>;
}

/** What Firefox does first when its user clicks the toolbar button of an extension with `activeTab`. */
function lendTab(browser: Browser, address: string): Promise<void> {
  return inFirefox(
    browser,
    `const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(FIREFOX_ID)});
    const tab = gBrowser.tabs.find(({ linkedBrowser }) => linkedBrowser.currentURI.spec === ${JSON.stringify(address)});
    extension.tabManager.addActiveTabPermission(tab);`,
  );
}

/** Ends the background of the extension, as the browser does by itself when it is idle. @param desk of the browser */
export async function endBackground({ name, browser }: Client, desk: Page): Promise<void> {
  if (name === 'chromium') {
    const session = await desk.createCDPSession();
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
    return;
  }
  await inFirefox(
    browser,
    `const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(FIREFOX_ID)});
    await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });`,
  );
}

/** Runs statements in Firefox's own window. */
export async function inFirefox(browser: Browser, statements: string): Promise<void> {
  const { connection } = browser as unknown as { readonly connection: BidiConnection };
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const [window] = (tree.result as { readonly contexts: readonly { readonly context: string }[] }).contexts;
  const { result } = await connection.send('script.evaluate', {
    expression: `(async () => { ${statements} })()`,
    target: { context: window?.context },
    awaitPromise: true,
  });
  const { type, exceptionDetails } = result as { readonly type: string; readonly exceptionDetails?: object };
  if (type !== 'success') throw new Error(JSON.stringify(exceptionDetails));
}

/** One page for all, made anew where it went with its extension. */
function kept(make: () => Promise<Page>): () => Promise<Page> {
  let made: Promise<Page> | undefined;
  return async () => {
    const isThere = await (await made)?.evaluate(() => true).catch(() => false);
    if (!isThere) made = undefined;
    made ??= make();
    return made;
  };
}
