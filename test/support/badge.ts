import { execFileSync } from 'node:child_process';
import type { Page } from 'puppeteer-core';
import type { Participant } from './member.ts';

/** Grounds of the badges, as they can only be seen: the shadow root is closed to tests too. */
const COLOURS = {
  sealed: [0x14, 0x53, 0x2d],
  'not-sealed': [0x7f, 0x1d, 0x1d],
  'cannot-open': [0x71, 0x3f, 0x12],
  spliced: [0x58, 0x1c, 0x87],
};

/**
 * What the badge on a participant's picture says: the ground that fills most of its place; none without a badge, and no
 * picture while the page puts another element in its place.
 */
export async function badge({ page }: Participant, name: string): Promise<string> {
  const video = await page.waitForSelector(`video[data-name="${name}"], [data-name="${name}"] video`);
  const box = await video?.boundingBox();
  if (!box) return 'no picture';
  const share = await colours(page, { x: box.x + 8, y: box.y + 8, width: 50, height: 12 });
  return Object.entries(COLOURS).find(([, colour]) => share(colour) > 0.3)?.[0] ?? 'none';
}

/** Whether a note is drawn in the page's corner. */
export async function hasNote({ page }: Participant): Promise<boolean> {
  await page.bringToFront();
  const right = await page.evaluate(() => document.documentElement.clientWidth);
  return (await colours(page, { x: right - 60, y: 16, width: 40, height: 6 }))(COLOURS['not-sealed']) > 0.8;
}

type Clip = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

/** @returns what share of a place, from 0 to 1, has a colour */
async function colours(page: Page, clip: Clip): Promise<(colour: readonly number[]) => number> {
  const png = await page.screenshot({ clip });
  const args = ['-v', 'error', '-f', 'image2pipe', '-i', '-', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const pixels = execFileSync('ffmpeg', args, { input: png });
  return (colour) => {
    let close = 0;
    for (let i = 0; i < pixels.byteLength; i += 3) {
      if (colour.every((value, j) => Math.abs((pixels[i + j] ?? 0) - value) < 12)) close++;
    }
    return close / (pixels.byteLength / 3);
  };
}
