import browser from 'webextension-polyfill';

/** The tab the popup was opened for as a page of its own, or undefined in the toolbar's popup. */
export function tabOfAddress(search: string): number | undefined {
  const value = new URLSearchParams(search).get('tab');
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/**
 * The tab to show: the one the address names, else the active tab of this window.
 *
 * @throws when there is no such tab
 */
export async function shownTab(): Promise<number> {
  const named = tabOfAddress(location.search);
  if (named !== undefined) return named;
  const [active] = await browser.tabs.query({ active: true, currentWindow: true });
  if (active?.id === undefined) throw new Error('no active tab');
  return active.id;
}

/** Shows the same tab on a page that does not close when the user clicks elsewhere. */
export async function openInTab(tabId: number): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`popup/popup.html?tab=${tabId}`) });
  window.close();
}
