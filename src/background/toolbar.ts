import browser from 'webextension-polyfill';
import type { Icon } from '../call/icon.ts';

/** Shows how a tab's call stands on the toolbar button: the one indicator that no page can draw. */
export async function showIcon(tabId: number, icon: Icon): Promise<void> {
  const path = (size: number): string => browser.runtime.getURL(`icons/${icon}-${size}.png`);
  try {
    await Promise.all([
      browser.action.setIcon({ tabId, path: { 16: path(16), 32: path(32) } }),
      browser.action.setTitle({ tabId, title: browser.i18n.getMessage(`title_${icon}`) }),
    ]);
  } catch {
    // the tab was closed meanwhile
  }
}
