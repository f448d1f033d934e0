import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import { useNewKey } from '../../ui/use-new-key.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** After a key was kept from the page: the question whether it went there before, and a new key where it did. */
export function StoppedKey({ view, act }: Props) {
  const { make, error } = useNewKey(act);
  if (!view.keyStopped) return null;
  return (
    <section class="card" aria-labelledby="key-stopped" tabIndex={-1} data-next="true">
      <p id="key-stopped" class="notice warning">
        {t(view.key ? 'key_stopped' : 'key_stopped_no_key')}
      </p>
      <div class="buttons">
        {view.key && (
          <button type="button" id="key-was-sent" class="danger" onClick={make}>
            {t('key_stopped_sent')}
          </button>
        )}
        <button
          type="button"
          id="key-not-sent"
          onClick={() => void act((tabId) => ask('popup:key-not-sent', { tabId }))}
        >
          {t(view.key ? 'key_stopped_not_sent' : 'key_stopped_seen')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </section>
  );
}
