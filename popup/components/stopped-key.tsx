import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** After a key was kept from the page: the question whether it went there before, and a new key where it did. */
export function StoppedKey({ view, act }: Props) {
  const [error, setError] = useState('');
  if (!view.keyStopped) return null;
  const change = (): void =>
    void act(async (tabId) => {
      const answer = await ask('popup:new-key', { tabId });
      if (answer.ok) return answer.view;
      setError(keyRefusalText(answer));
      return ask('popup:view', { tabId });
    });
  return (
    <section class="card" aria-labelledby="key-stopped">
      <p id="key-stopped" class="notice warning">
        {t(view.key ? 'key_stopped' : 'key_stopped_no_key')}
      </p>
      <div class="buttons">
        {view.key && (
          <button type="button" id="key-was-sent" class="danger" onClick={change}>
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
