/** Switches protection on as a user does: in the extension's popup, here opened as a tab of its own. */
import type { Page } from 'puppeteer-core';
import type { Party } from './party.ts';

/**
 * Protects the call in a member's window.
 *
 * @param passphrase what another member handed over; without it, the popup makes words
 * @returns the passphrase
 */
export async function protect(party: Party, passphrase?: string): Promise<string> {
  const popup = await party.member.popup();
  // A page behind others draws nothing, so nothing in it can be waited for or clicked.
  await popup.bringToFront();
  if (passphrase === undefined) {
    await click(popup, 'details.ways > summary');
    await click(popup, '#generate');
  } else {
    await click(popup, '#i-was-invited');
    await (await popup.waitForSelector('#passphrase'))?.type(passphrase);
    await click(popup, '#use');
  }
  await untilSituation(popup, 'armed');
  const words =
    passphrase ?? (await (await popup.waitForSelector('#words'))?.evaluate(({ textContent }) => textContent));
  await party.page.bringToFront();
  return words ?? '';
}

async function click(popup: Page, selector: string): Promise<void> {
  await (await popup.waitForSelector(selector))?.click();
}

/** Waits until the popup says that the call is sealed. @returns the popup's headline and sentences */
export async function untilSealed(party: Party): Promise<string> {
  const popup = await party.member.popup();
  await popup.bringToFront();
  await untilSituation(popup, 'sealed');
  const text = await popup.$eval('.status-text', (element) => {
    const [headline, ...sentences] = Array.from(element.children, ({ textContent }) => textContent);
    return `${headline}: ${sentences.join(' ')}`;
  });
  await party.page.bringToFront();
  return text;
}

async function untilSituation(popup: Page, situation: 'armed' | 'sealed'): Promise<void> {
  await popup.waitForSelector(`main[data-situation="${situation}"]`, { timeout: 30_000 }).catch(async () => {
    const text = await popup.$eval('#app', (element) => element.textContent);
    throw new Error(`The popup did not say that the call is ${situation}. It says: ${text}`);
  });
}
