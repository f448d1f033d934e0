import type { Page } from 'puppeteer-core';

/** Functions that run in a page carry what tsx adds to name those within them; the page has no such thing. */
export async function allowNamedFunctions(page: Page): Promise<void> {
  await page.evaluate('globalThis.__name ??= (named) => named');
}
