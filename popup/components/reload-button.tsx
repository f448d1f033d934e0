import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

export function ReloadButton({ act }: { readonly act: Watched['act'] }) {
  return (
    <div class="buttons">
      <button
        type="button"
        id="reload"
        class="primary"
        data-next="true"
        onClick={() => void act((tabId) => ask('popup:reload', { tabId }))}
      >
        {t('action_reload')}
      </button>
    </div>
  );
}
