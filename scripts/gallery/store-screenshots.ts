/**
 * Takes the stores' pictures of the popup, in both languages and both colour schemes, into store-assets/screenshots:
 * 1280 by 800 pixels, as the Chrome Web Store asks for.
 *
 *     node --import tsx scripts/gallery/store-screenshots.ts
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, launchBrowser, newPage, prepare, root, SCHEMES, show } from './popup-stage.ts';

const output = join(root, 'store-assets/screenshots');
/** One view for each step of the way, in the stores' order. */
const CHOSEN = ['off', 'armed-inviting', 'sealed', 'broken-leak'] as const;
const SIZE = { width: 1280, height: 800 } as const;
/** The popup as a window before a plain ground, as large as the picture lets it be. */
const FRAME = `
  html { height: 100%; background: light-dark(#dfe7e4, #0b0f10); }
  body { display: grid; place-items: center; height: 100%; background: none; }
  main { border: 1px solid var(--line); border-radius: 14px; background: var(--paper);
    box-shadow: 0 18px 50px rgb(0 0 0 / 25%); }
`;
const LARGEST = 1.4;
const MARGIN = 40;

mkdirSync(output, { recursive: true });
await prepare();
const browser = await launchBrowser(SIZE);
try {
  const page = await newPage(browser, (error) => {
    throw error;
  });
  for (const [place, name] of CHOSEN.entries()) {
    for (const language of LANGUAGES) {
      for (const scheme of SCHEMES) {
        await show(page, name, language, scheme);
        await page.addStyleTag({ content: FRAME });
        await page.$eval(
          'main',
          (main, room, largest) => {
            main.style.zoom = String(Math.min(largest, room / main.offsetHeight));
            (document.activeElement as HTMLElement | null)?.blur();
          },
          SIZE.height - MARGIN,
          LARGEST,
        );
        const path = join(output, `${place + 1}-${name}.${language}.${scheme}.png`);
        await page.screenshot({ path: path as `${string}.png` });
      }
    }
  }
} finally {
  await browser.close();
}
console.error('Pictures are in store-assets/screenshots');
