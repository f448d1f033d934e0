import { useState } from 'preact/hooks';
import type { KeyRefusal, ShareAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { useDraft } from '../use-draft.ts';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/**
 * Seals the key to whoever asked for it. The words of the request are compared first: the service could have put its own
 * request in place of the other person's.
 */
export function AnswerRequest({ view }: Props) {
  const { draft, change, forget } = useDraft(view.tabId, 'request', view.meeting);
  const [words, setWords] = useState('');
  const [refused, setRefused] = useState<KeyRefusal>();
  const [answer, setAnswer] = useState<Extract<ShareAnswer, { ok: true }>>();
  const { tabId } = view;

  const read = async (text: string): Promise<void> => {
    setRefused(undefined);
    setWords('');
    setAnswer(undefined);
    change(text);
    if (text.trim() === '') return;
    const found = await ask('popup:read-request', { tabId, text });
    if (found.ok) setWords(found.words);
    else setRefused(found);
  };
  const seal = async (): Promise<void> => {
    const sealed = await ask('popup:answer-request', { tabId, text: draft, words });
    if (!sealed.ok) return setRefused(sealed);
    setAnswer(sealed);
    setWords('');
    await forget();
  };

  if (answer) {
    return (
      <div id="answered">
        <p>{t('answer_send')}</p>
        <p class="code" id="answer-text">
          {answer.text}
        </p>
        <CopyButton id="copy-answer" text={answer.text} />
      </div>
    );
  }
  return (
    <div id="answering">
      <label for="request-pasted">{t('answer_label')}</label>
      <textarea
        id="request-pasted"
        rows={2}
        value={draft}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={refused !== undefined}
        aria-describedby="request-error"
        onInput={({ currentTarget }) => void read(currentTarget.value)}
      />
      {draft !== '' && words === '' && !refused && (
        <button type="button" id="read-request" onClick={() => void read(draft)}>
          {t('answer_read')}
        </button>
      )}
      <p id="request-error" class="error" role="alert">
        {refused && keyRefusalText(refused)}
      </p>
      {words && (
        <>
          <p>{t('answer_compare')}</p>
          <p class="words" id="compare-words">
            {words}
          </p>
          <p class="notice warning">{t('answer_warning')}</p>
          <div class="buttons">
            <button type="button" id="seal-answer" class="primary" onClick={() => void seal()}>
              {t('answer_seal')}
            </button>
            <button type="button" id="other-words" class="danger" onClick={() => void forget().then(() => read(''))}>
              {t('answer_differ')}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
