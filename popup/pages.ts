import browser from 'webextension-polyfill';

/** Opens one of the extension's own pages for a tab. Nothing but the tab's number is in the address. */
export async function openPage(page: 'qr' | 'scan', tabId: number): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`pages/${page}.html?tab=${tabId}`) });
  window.close();
}
