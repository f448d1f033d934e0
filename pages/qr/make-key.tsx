import { useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

/** Makes the random key of a call that has none. */
export function MakeKey({ act }: Pick<Watched, 'act'>) {
  const [error, setError] = useState('');
  const make = (): void =>
    void act(async (tabId) => {
      const answer = await ask('popup:new-key', { tabId });
      if (answer.ok) return answer.view;
      setError(keyRefusalText(answer));
      return ask('popup:view', { tabId });
    });
  return (
    <>
      <p>{t('qr_no_key')}</p>
      <div class="actions">
        <button type="button" id="make-key" class="primary" onClick={make}>
          {t('qr_make')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </>
  );
}
