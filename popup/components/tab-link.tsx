import { openInTab, tabOfAddress } from '../../ui/shown-tab.ts';
import { t } from '../../ui/texts.ts';

/** The way to a page that does not close at the next click elsewhere. */
export function TabLink({ tabId }: { readonly tabId: number | undefined }) {
  if (tabId === undefined || tabOfAddress(location.search) !== undefined) return null;
  return (
    <button type="button" id="open-in-tab" class="link" onClick={() => void openInTab(tabId)}>
      {t('action_open_in_tab')}
    </button>
  );
}
