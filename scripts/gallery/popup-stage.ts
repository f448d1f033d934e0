/** The popup on a page of its own, with a stand-in for the browser, in every view it can show. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer-core';
import type { PassphraseAnswer } from '../../src/protocol/answers.ts';
import { draftKey } from '../../src/protocol/drafts.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { defines } from '../defines.ts';
import { fakeBrowser, type Messages, type Stage } from './popup-browser.ts';
import { VIEWS } from './popup-views.ts';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const site = join(root, 'test-output/popup/site');
export const SCHEMES = ['light', 'dark'] as const;
export const LANGUAGES = ['en', 'de'] as const;
/** What is opened or typed before the picture, by the view's name. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'no-key-other-ways': (page) => page.click('details.ways > summary'),
  'no-key-invited': invited,
  'no-key-other-meeting': async (page) => {
    await invited(page);
    await page.type('#passphrase', 'correct horse 1999');
  },
  'sealed-invite': async (page) => {
    await page.click('#share');
    await page.waitForSelector('#invite-text');
  },
  'sealed-words': async (page) => {
    await page.click('#share');
    await page.waitForSelector('#words');
  },
  'sealed-differs': (page) => page.click('#code-differs'),
  'sealed-answer': async (page) => {
    await page.click('#share');
    await page.waitForSelector('#request-pasted');
    await unfold(page);
    await page.type('#request-pasted', 'CALLSEAL-REQUEST');
    await page.waitForSelector('#compare-words');
  },
  'sealed-unfolded': unfold,
  'no-key-locked': unfold,
  'no-key-managed': unfold,
  'sealed-managed': unfold,
  'no-key-typing': async (page) => {
    await invited(page);
    await page.type('#passphrase', 'unlatch cupbearer stich graveness');
    await page.waitForSelector('.suggestion');
  },
  'no-key-own-weak': (page) => useOwn(page, 'weekly team meeting with Sarah'),
  'no-key-own-misspelt': (page) => useOwn(page, 'unlatch cupbearer stich graveness volley ibuprofen'),
  'no-key-own-strong': (page) => useOwn(page, 'vK7qX2mW9tR4zB6hJ3pN'),
  'no-key-link': async (page) => {
    await answer(page, { ok: false, reason: 'link', known: [] });
    await invited(page);
    await page.type('#passphrase', 'https://zoom.us/j/82345678901?pwd=RandomToken');
    await page.click('#use');
  },
  'sealed-one-member': (page) => page.click('#protect'),
  'sealed-everything-wrong': unfold,
};

/** Goes on to the field for what was given. */
async function invited(page: Page): Promise<void> {
  await page.click('#i-was-invited');
  await page.waitForSelector('#passphrase');
}

/** What storage.session holds, by the view's name. */
const INVITING = { [draftKey(7, 'way')]: { text: 'invites', meeting: 'abc-defg-hij' } };
const SESSIONS: Readonly<Record<string, object>> = { 'armed-inviting': INVITING, 'armed-words': INVITING };

/** Lets the background answer the next passphrase so. */
function answer(page: Page, wanted: PassphraseAnswer): Promise<void> {
  return page.evaluate((given) => {
    (globalThis as unknown as { stage: Stage }).stage.answer = given;
  }, wanted);
}

/** Types text of one's own, and goes on to the step in which it is measured. */
async function useOwn(page: Page, text: string): Promise<void> {
  await answer(page, { ok: false, reason: 'own-text', known: [] });
  await invited(page);
  await page.type('#passphrase', text);
  await page.click('#use');
  await page.waitForSelector('#own-question');
}

/** Opens whatever is folded away. */
function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** Builds the popup as a page without a browser's extension around it. */
export async function prepare(): Promise<void> {
  mkdirSync(join(site, 'popup'), { recursive: true });
  for (const file of ['popup.html', 'popup.css']) cpSync(join(root, 'popup', file), join(site, 'popup', file));
  cpSync(join(root, 'store-assets/icons'), join(site, 'icons'), { recursive: true });
  cpSync(join(root, 'ui/emoji'), join(site, 'emoji'), { recursive: true });
  await build({
    entryPoints: [join(root, 'popup/main.tsx')],
    outfile: join(site, 'popup/popup.js'),
    bundle: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: defines(false),
  });
}

/** Opens the popup with a view, and what storage.session holds. */
export async function open(page: Page, language: string, view: TabView | null, session: object): Promise<void> {
  const messages = JSON.parse(readFileSync(join(root, `_locales/${language}/messages.json`), 'utf8')) as Messages;
  const { identifier } = await page.evaluateOnNewDocument(fakeBrowser, messages, view, session);
  await page.goto(`file://${join(site, 'popup/popup.html')}`);
  await page.removeScriptToEvaluateOnNewDocument(identifier);
  await page.waitForSelector('main:not([data-situation="loading"])', { timeout: 5000 });
}

/** Opens a view by its name, as it is to be seen in a picture. @param scheme light or dark */
export async function show(page: Page, name: string, language: string, scheme: string): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await open(page, language, VIEWS[name] ?? null, SESSIONS[name] ?? {});
  await STEPS[name]?.(page);
}

export function launchBrowser(defaultViewport: Viewport): Promise<Browser> {
  return puppeteer.launch({
    executablePath: process.env.CALLSEAL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    defaultViewport,
  });
}

/** A page for views. @param onError told of what is thrown in it */
export async function newPage(browser: Browser, onError: (error: unknown) => void): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', onError);
  // tsx compiles functions so that they call this helper, also those that are handed to the page as text.
  await page.evaluateOnNewDocument('globalThis.__name = (value) => value');
  return page;
}
