/** What a user does by hand in the settings of Chromium's extensions. */
import type { Page } from 'puppeteer-core';
import type { Client } from './browsers.ts';

declare const chrome: {
  readonly runtime: { readonly id: string };
  readonly developerPrivate: { addHostPermission(id: string, host: string): Promise<void> };
};

/** @param act runs on the page of the settings */
export async function inSettings(
  client: Client,
  popup: Page,
  act: (id: string, site: string) => Promise<void>,
  site: string,
): Promise<void> {
  const id = await popup.evaluate(() => chrome.runtime.id);
  const settings = await client.newPage();
  await settings.goto('chrome://extensions');
  await settings.evaluate(act, id, site);
  await settings.close();
}

/** A host that is named in the settings before counts as agreed to, and is given when the popup asks for it. */
export const agreeTo = (client: Client, popup: Page, site: string): Promise<void> =>
  inSettings(client, popup, (id, host) => chrome.developerPrivate.addHostPermission(id, host), site);
