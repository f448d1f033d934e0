import browser from 'webextension-polyfill';
import { t } from '../../ui/texts.ts';

/** Brings the meeting's tab to the front, in whichever window it is. */
export function BackToCall({ tabId }: { readonly tabId: number }) {
  const back = async (): Promise<void> => {
    const tab = await browser.tabs.update(tabId, { active: true });
    if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
  };
  return (
    <button type="button" id="back" class="primary" onClick={() => void back()}>
      {t('action_back_to_call')}
    </button>
  );
}
