import { ask } from '../background.ts';
import { t } from '../texts.ts';
import type { Watched } from '../use-view.ts';

export function ReloadButton({ act }: { readonly act: Watched['act'] }) {
  return (
    <div class="buttons">
      <button
        type="button"
        id="reload"
        class="primary"
        onClick={() => void act((tabId) => ask('popup:reload', { tabId }))}
      >
        {t('action_reload')}
      </button>
    </div>
  );
}
