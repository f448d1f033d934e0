import { useState } from 'preact/hooks';
import { isDrawn } from '../../src/keys/drawn-words.ts';
import { NEEDED_BITS } from '../../src/keys/needed-bits.ts';
import type { MemoryAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { memoryFailureText } from '../memory-texts.ts';
import { measure } from '../own-text.ts';
import { useDraft } from '../use-draft.ts';
import { Confirmation } from './confirmation.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** Keys that are kept for the next time under a passphrase of the user's, and the way to be rid of everything. */
export function Memory({ view, act }: Props) {
  const [error, setError] = useState('');
  const [asking, setAsking] = useState(false);
  const { draft, change, forget } = useDraft(view.tabId, 'memory', view.meeting);
  const { state, remembered } = view.memory;

  const run = (how: (tabId: number) => Promise<MemoryAnswer>): void =>
    void act(async (tabId) => {
      setError('');
      const answer = await how(tabId);
      if (answer.ok) {
        await forget();
        change('');
        return answer.view;
      }
      setError(memoryFailureText(answer.reason));
      return ask('popup:view', { tabId });
    });
  const open = async (tabId: number): Promise<MemoryAnswer> => {
    const passphrase = draft;
    if (state !== 'none') return ask('popup:memory-unlock', { tabId, passphrase });
    const measured = !isDrawn(passphrase) && (await measure(passphrase, [])) >= NEEDED_BITS;
    return ask('popup:memory-create', { tabId, passphrase, measured });
  };

  return (
    <div class="memory">
      {state === 'private' && <p>{t('memory_private_window')}</p>}
      {state === 'organisation' && <p id="managed-memory">{t('managed_no_memory')}</p>}
      {(state === 'none' || state === 'locked') && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            run(open);
          }}
        >
          <label for="memory-passphrase">{t(state === 'none' ? 'memory_choose' : 'memory_enter')}</label>
          <input
            type="password"
            id="memory-passphrase"
            autocomplete="off"
            value={draft}
            aria-invalid={error !== ''}
            aria-describedby="memory-hint memory-error"
            onInput={({ currentTarget }) => change(currentTarget.value)}
          />
          <p class="hint" id="memory-hint">
            {t('memory_hint')}
          </p>
          <button type="submit" id="memory-open">
            {t(state === 'none' ? 'memory_create' : 'memory_unlock')}
          </button>
        </form>
      )}
      {state === 'open' && (
        <>
          <label class="setting">
            <input
              type="checkbox"
              id="remember"
              disabled={!view.key && remembered === 'no'}
              checked={remembered === 'same'}
              onChange={({ currentTarget: { checked } }) =>
                run((tabId) => ask('popup:remember', { tabId, remember: checked }))
              }
            />
            {t('memory_remember')}
          </label>
          <button
            type="button"
            id="memory-lock"
            onClick={() => void act((tabId) => ask('popup:memory-lock', { tabId }))}
          >
            {t('memory_lock')}
          </button>
        </>
      )}
      <p id="memory-error" class="error" role="alert">
        {error}
      </p>
      <button type="button" id="forget-everything" class="quiet" aria-expanded={asking} onClick={() => setAsking(true)}>
        {t('memory_forget_everything')}
      </button>
      {asking && (
        <Confirmation
          id="everything"
          question={t('memory_forget_question')}
          confirm={t('memory_forget_confirm')}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void act((tabId) => ask('popup:forget-everything', { tabId }));
          }}
        />
      )}
    </div>
  );
}
