/**
 * Takes a picture of every view of the popup, in both languages and both colour schemes, into test-output/popup, and
 * checks each for what can be measured: one headline, named controls, contrast, size. Then walks through the popup as
 * a user does.
 *
 *     node --import tsx scripts/popup-gallery.ts [part of a view's name]
 */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Page } from 'puppeteer-core';
import type { TabView } from '../src/messages.ts';
import { faultsOf } from './popup-gallery-audit.ts';
import { fakeBrowser, type Messages } from './popup-gallery-browser.ts';
import { VIEWS } from './popup-gallery-views.ts';
import { walk } from './popup-gallery-walk.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const output = join(root, 'test-output/popup');
const site = join(output, 'site');
const SCHEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'de'] as const;
/** What is opened or typed before the picture, by the view's name. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'no-key': (page) => page.click('#generate'),
  'no-key-other-meeting': (page) => page.type('#passphrase', 'correct horse 1999'),
  armed: (page) => page.click('#show-passphrase'),
  'sealed-invite': async (page) => {
    await unfold(page);
    await page.click('#invite');
  },
  'sealed-answer': async (page) => {
    await unfold(page);
    await page.click('#answer');
    await page.type('#request-pasted', 'CALLSEAL-REQUEST');
    await page.waitForSelector('#compare-words');
  },
  'sealed-unfolded': unfold,
  'no-key-locked': unfold,
  'no-key-typing': async (page) => {
    await page.type('#passphrase', 'unlatch cupbearer stich graveness');
    await page.waitForSelector('.suggestion');
  },
  'sealed-one-member': (page) => page.click('#protect'),
  'sealed-everything-wrong': (page) => page.click('summary'),
};

/** Opens whatever is folded away. */
function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

async function prepare(): Promise<void> {
  mkdirSync(join(site, 'popup'), { recursive: true });
  for (const file of ['popup.html', 'popup.css']) cpSync(join(root, 'popup', file), join(site, 'popup', file));
  cpSync(join(root, 'store-assets/icons'), join(site, 'icons'), { recursive: true });
  await build({
    entryPoints: [join(root, 'popup/main.tsx')],
    outfile: join(site, 'popup/popup.js'),
    bundle: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __TEST_BUILD__: 'false' },
  });
}

async function open(page: Page, language: string, view: TabView | null, session: object): Promise<void> {
  const messages = JSON.parse(readFileSync(join(root, `_locales/${language}/messages.json`), 'utf8')) as Messages;
  const { identifier } = await page.evaluateOnNewDocument(fakeBrowser, messages, view, session);
  await page.goto(`file://${join(site, 'popup/popup.html')}`);
  await page.removeScriptToEvaluateOnNewDocument(identifier);
  await page.waitForSelector('main:not([data-situation="loading"])', { timeout: 5000 });
}

async function picture(page: Page, name: string, language: string, scheme: string): Promise<readonly string[]> {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await open(page, language, VIEWS[name] ?? null, {});
  await STEPS[name]?.(page);
  const path = join(output, `${name}.${language}.${scheme}.png`);
  const main = await page.$('main');
  await main?.screenshot({ path: path as `${string}.png` });
  return (await page.evaluate(faultsOf)).map((fault) => `${name}.${language}.${scheme}: ${fault}`);
}

await prepare();
const browser = await puppeteer.launch({
  executablePath: process.env.CALLSEAL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
  defaultViewport: { width: 360, height: 600 },
});
const faults: string[] = [];
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  // tsx compiles functions so that they call this helper, also those that are handed to the page as text.
  await page.evaluateOnNewDocument('globalThis.__name = (value) => value');
  for (const name of Object.keys(VIEWS).filter((view) => view.includes(process.argv[2] ?? ''))) {
    for (const language of LANGUAGES) {
      for (const scheme of SCHEMES) faults.push(...(await picture(page, name, language, scheme)));
    }
  }
  faults.push(...(await walk(page, (view, session) => open(page, 'en', view, session))));
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.error(`${faults.length} faults; pictures are in test-output/popup`);
process.exitCode = faults.length > 0 ? 1 : 0;
