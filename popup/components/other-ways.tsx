import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { memoryFailureText } from '../memory-texts.ts';
import { openPage } from '../pages.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** The ways to a key that need no typing. */
export function OtherWays({ view, act }: Props) {
  const [error, setError] = useState('');
  const obtain = (kind: 'popup:new-key' | 'popup:request'): void =>
    void act(async (tabId) => {
      const answer = await ask(kind, { tabId });
      if (answer.ok) return answer.view;
      setError(keyRefusalText(answer));
      return ask('popup:view', { tabId });
    });
  const recall = (): void =>
    void act(async (tabId) => {
      const answer = await ask('popup:use-remembered', { tabId });
      if (answer.ok) return answer.view;
      setError(memoryFailureText(answer.reason));
      return ask('popup:view', { tabId });
    });
  return (
    <section class="card">
      <h2>{t('ways_title')}</h2>
      <div class="buttons">
        {view.memory.remembered !== 'no' && (
          <button type="button" id="use-remembered" class="primary" onClick={recall}>
            {t('ways_remembered')}
          </button>
        )}
        <button type="button" id="new-key" onClick={() => obtain('popup:new-key')}>
          {t('ways_new_key')}
        </button>
        <button type="button" id="scan" onClick={() => void openPage('scan', view.tabId)}>
          {t('ways_scan')}
        </button>
        {!view.request && (
          <button type="button" id="request" onClick={() => obtain('popup:request')}>
            {t('ways_request')}
          </button>
        )}
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </section>
  );
}
