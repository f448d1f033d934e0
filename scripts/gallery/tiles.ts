/**
 * Draws the stores' promotional tiles into store-assets/tiles: `npm run screenshots` runs it too.
 *
 *     node --import tsx scripts/gallery/tiles.ts
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, root } from './popup-stage.ts';

const TILES = [
  { name: 'small', width: 440, height: 280, unit: 4.4 },
  { name: 'marquee', width: 1400, height: 560, unit: 10 },
] as const;
const seal = readFileSync(join(root, 'store-assets/icons/sealed-128.png')).toString('base64');
const page = (unit: number): string => `<!doctype html><style>
  body { margin: 0; height: 100vh; display: flex; align-items: center; justify-content: center; gap: ${4 * unit}px;
    background: #10302a; color: #fff; font: 600 ${6 * unit}px/1.15 sans-serif; }
  img { width: ${20 * unit}px } p { margin: ${1.2 * unit}px 0 0; font-size: ${4.1 * unit}px; font-weight: 400; text-wrap: balance; color: #cfe8e0 }
  div { width: min-content; min-width: ${50 * unit}px }
</style><img src="data:image/png;base64,${seal}" alt=""><div>Callseal<p>End-to-end encryption for the video calls you
already have</p></div>`;

const output = join(root, 'store-assets/tiles');
mkdirSync(output, { recursive: true });
const browser = await launchBrowser(TILES[0]);
try {
  for (const { name, width, height, unit } of TILES) {
    const tab = await browser.newPage();
    await tab.setViewport({ width, height });
    await tab.setContent(page(unit));
    await tab.screenshot({ path: join(output, `${name}.png`) as `${string}.png` });
  }
} finally {
  await browser.close();
}
