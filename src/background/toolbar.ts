import browser from 'webextension-polyfill';
import type { CallState } from '../call/state.ts';

/** Shape and text, not colour alone. Four characters at most. */
const BADGE: Readonly<Record<CallState, string>> = {
  ...{ unproven: '↻', off: '', armed: '…', sealed: 'ON', mixed: '½', 'no-key': '?', broken: '!' },
};

/** Shows a tab's state on the toolbar button: the one indicator that no page can draw. */
export async function showState(tabId: number, state: CallState): Promise<void> {
  const icon = (size: number): string => browser.runtime.getURL(`icons/${state}-${size}.png`);
  try {
    await Promise.all([
      browser.action.setIcon({ tabId, path: { 16: icon(16), 32: icon(32) } }),
      browser.action.setBadgeText({ tabId, text: BADGE[state] }),
      browser.action.setTitle({ tabId, title: browser.i18n.getMessage(`title_${state.replace('-', '_')}`) }),
    ]);
  } catch {
    // the tab was closed meanwhile
  }
}
