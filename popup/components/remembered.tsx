import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { memoryFailureText } from '../memory-texts.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** The key that is saved for this meeting, where the memory is open and has one. Switches protection on with it. */
export function Remembered({ view, act }: Props) {
  const [error, setError] = useState('');
  if (view.memory.remembered === 'no') return null;
  const recall = (): void =>
    void act(async (tabId) => {
      if (!view.on) await ask('popup:protect', { tabId, on: true });
      const answer = await ask('popup:use-remembered', { tabId });
      if (answer.ok) return answer.view;
      setError(memoryFailureText(answer.reason));
      return ask('popup:view', { tabId });
    });
  return (
    <>
      <div class="buttons">
        <button type="button" id="use-remembered" class="primary" data-next="true" onClick={recall}>
          {t('ways_remembered')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </>
  );
}
