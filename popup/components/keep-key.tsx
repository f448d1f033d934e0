import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { memoryFailureText } from '../memory-texts.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
  /** Shows where the saved keys are unlocked. */
  readonly unlock: () => void;
}

/** Asked once for each meeting, when the call is over: whether its key is to be there the next time. */
export function KeepKey({ view, act, unlock }: Props) {
  const [error, setError] = useState('');
  if (!view.toKeep) return null;
  const answered = (tabId: number): Promise<TabView> => ask('popup:keep-asked', { tabId });
  const keep = (): void =>
    void act(async (tabId) => {
      if (view.memory.state !== 'open') unlock();
      else {
        const answer = await ask('popup:remember', { tabId, remember: true });
        if (!answer.ok) {
          setError(memoryFailureText(answer.reason));
          return ask('popup:view', { tabId });
        }
      }
      return answered(tabId);
    });
  return (
    <section class="card" aria-labelledby="keep-question">
      <p id="keep-question">{t('keep_question')}</p>
      <div class="buttons">
        <button type="button" id="keep-key" onClick={keep}>
          {t('keep_yes')}
        </button>
        <button type="button" id="keep-not" class="quiet" onClick={() => void act(answered)}>
          {t('keep_no')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </section>
  );
}
