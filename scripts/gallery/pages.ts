/**
 * Takes a picture of every state of the full pages, in both languages and both colour schemes, into store-assets/gallery/pages,
 * those for the store listing also into store-assets/pages, and has axe-core look at each, at 320 pixels as well.
 *
 *     node --import tsx scripts/gallery/pages.ts [part of a view's name]
 */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Page } from 'puppeteer-core';
import type { Calls } from '../../src/protocol/tab-view.ts';
import { defines } from '../defines.ts';
import { PAGE_VIEWS, type PageView } from './pages-views.ts';
import { fakeBrowser, type Messages } from './popup-browser.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const output = join(root, 'store-assets/gallery/pages');
const listing = join(root, 'store-assets/pages');
const site = join(root, 'test-output/pages-site');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PAGES = ['qr', 'scan', 'first-run'] as const;
/** What the stores take for a listing, and the narrowest that a page has to work at, in CSS pixels. */
const [LISTING, NARROW] = [
  { width: 1280, height: 800 },
  { width: 320, height: 800 },
];

async function prepare(): Promise<void> {
  for (const folder of [listing, join(site, 'pages'), join(site, 'popup')]) mkdirSync(folder, { recursive: true });
  for (const file of ['popup/popup.css', 'pages/pages.css', ...PAGES.map((page) => `pages/${page}.html`)]) {
    cpSync(join(root, file), join(site, file));
  }
  cpSync(join(root, 'store-assets/icons'), join(site, 'icons'), { recursive: true });
  cpSync(join(root, 'ui/emoji'), join(site, 'emoji'), { recursive: true });
  await build({
    entryPoints: Object.fromEntries(PAGES.map((page) => [page, join(root, 'pages', page, 'main.tsx')])),
    outdir: join(site, 'pages'),
    bundle: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: defines(false),
  });
}

/** Runs in the page before its script: what the full pages ask for beside what the popup asks for. */
function fakePages(calls: Calls): void {
  const { browser } = globalThis as unknown as {
    browser: { runtime: { sendMessage(message: { kind: string }): Promise<unknown> }; commands?: object };
  };
  const { sendMessage } = browser.runtime;
  browser.runtime.sendMessage = (message) =>
    message.kind === 'popup:calls' ? Promise.resolve(calls) : sendMessage(message);
  browser.commands = { getAll: () => Promise.resolve([{ name: '_execute_action', shortcut: 'Alt+Shift+K' }]) };
}

async function open(page: Page, language: string, { page: name, view, calls, steps }: PageView): Promise<void> {
  const messages = JSON.parse(readFileSync(join(root, `_locales/${language}/messages.json`), 'utf8')) as Messages;
  const before = [
    await page.evaluateOnNewDocument(fakeBrowser, messages, view, {}),
    await page.evaluateOnNewDocument(fakePages, calls),
  ];
  await page.goto(`file://${join(site, `pages/${name}.html`)}?tab=7`);
  for (const { identifier } of before) await page.removeScriptToEvaluateOnNewDocument(identifier);
  await page.waitForSelector('main');
  if (calls.screen) await page.waitForSelector('#hidden');
  else if (name === 'qr' && view?.key) await page.waitForSelector('#qr');
  await steps?.(page);
}

/** What is wrong with the page as it stands, one sentence per fault. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe: auditor } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: readonly { id: string; help: string }[] }> };
    };
    const { violations } = await auditor.run();
    const wide = document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : [];
    return [...violations.map(({ id, help }) => `${id}: ${help}`), ...wide];
  });
}

async function pictures(page: Page, name: string, language: string, scheme: string): Promise<readonly string[]> {
  const view = PAGE_VIEWS[name];
  if (!view) return [`no view ${name}`];
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport(LISTING);
  await open(page, language, view);
  const file = `${name}.${language}.${scheme}.png`;
  await page.screenshot({ path: join(output, file) as `${string}.png` });
  if (view.listed) cpSync(join(output, file), join(listing, file));
  await page.addScriptTag({ path: axe });
  const faults = [...(await faultsOf(page))];
  await page.setViewport(NARROW);
  faults.push(...(await faultsOf(page)));
  await page.screenshot({ path: join(output, `narrow.${file}`) as `${string}.png`, fullPage: true });
  return faults.map((fault) => `${name}.${language}.${scheme}: ${fault}`);
}

await prepare();
const browser = await puppeteer.launch({
  executablePath: process.env.CALLSEAL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const faults: string[] = [];
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  // tsx compiles functions so that they call this helper, also those that are handed to the page as text.
  await page.evaluateOnNewDocument('globalThis.__name = (value) => value');
  for (const name of Object.keys(PAGE_VIEWS).filter((view) => view.includes(process.argv[2] ?? ''))) {
    for (const language of ['en', 'de']) {
      for (const scheme of ['light', 'dark']) faults.push(...(await pictures(page, name, language, scheme)));
    }
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.error(`${faults.length} faults; pictures are in store-assets/gallery/pages`);
process.exitCode = faults.length > 0 ? 1 : 0;
