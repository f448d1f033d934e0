/**
 * Takes a picture of every view of the popup, in both languages and both colour schemes, into store-assets/gallery/popup, and
 * checks each for what can be measured: one headline, named controls, contrast, size, and axe-core's rules where there is
 * least room. Then walks through the popup as a user does.
 *
 *     node --import tsx scripts/gallery/popup.ts [part of a view's name]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { faultsOf } from './popup-audit.ts';
import { axeFaults } from './popup-axe.ts';
import { LANGUAGES, launchBrowser, newPage, open, prepare, root, SCHEMES, show } from './popup-stage.ts';
import { VIEWS } from './popup-views.ts';
import { walk } from './popup-walk.ts';

const output = join(root, 'store-assets/gallery/popup');
const POPUP = { width: 360, height: 600 } as const;
/** A window of 640 by 600 pixels at 200 % zoom; 320 CSS pixels are also WCAG 2.2, 1.4.10. */
const ZOOMED = { width: 320, height: 300, deviceScaleFactor: 2 } as const;

async function picture(page: Page, name: string, language: string, scheme: string): Promise<readonly string[]> {
  await page.setViewport(POPUP);
  await show(page, name, language, scheme);
  const path = join(output, `${name}.${language}.${scheme}.png`);
  const main = await page.$('main');
  await main?.screenshot({ path: path as `${string}.png` });
  const faults = await page.evaluate(faultsOf);
  await page.setViewport(ZOOMED);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wider) faults.push('wider than 320 pixels');
  faults.push(...(await axeFaults(page)));
  return faults.map((fault) => `${name}.${language}.${scheme}: ${fault}`);
}

mkdirSync(output, { recursive: true });
await prepare();
const browser = await launchBrowser(POPUP);
const faults: string[] = [];
/** Says at once what was found: taking all pictures lasts minutes. */
const note = (...found: readonly string[]): void => {
  faults.push(...found);
  for (const fault of found) console.error(fault);
};
try {
  const page = await newPage(browser, (error) => note(String(error)));
  const names = Object.keys(VIEWS).filter((name) => name.includes(process.argv[2] ?? ''));
  for (const language of LANGUAGES) {
    for (const scheme of SCHEMES) {
      for (const name of names) note(...(await picture(page, name, language, scheme)));
    }
  }
  await page.setViewport(POPUP);
  note(...(await walk(page, (view, session) => open(page, 'en', view, session))));
} finally {
  await browser.close();
}
console.error(`${faults.length} faults; pictures are in store-assets/gallery/popup`);
process.exitCode = faults.length > 0 ? 1 : 0;
