import { useRef, useState } from 'preact/hooks';
import { generatePassphrase } from '../../src/keys/generate.ts';
import { wordLanguageOf } from '../../src/keys/word-lists.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { refusalText } from '../passphrase-texts.ts';
import { isPasted } from '../pasted.ts';
import { useDraft } from '../use-draft.ts';
import { CopyButton } from './copy-button.tsx';
import { DrawnMeter } from './drawn-meter.tsx';
import { OwnText } from './own-text.tsx';
import { TypedWords } from './typed-words.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** Takes what a member was given: a passphrase, an invite or the answer to a request. Or makes a passphrase. */
export function KeyForm({ view, act }: Props) {
  const { draft, change, forget } = useDraft(view.tabId, 'key', view.meeting);
  const [error, setError] = useState('');
  /** Set while text of one's own waits to be confirmed: what the service knows of the call. */
  const [own, setOwn] = useState<readonly string[]>();
  const [working, setWorking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const pasted = isPasted(draft.text);

  const write = (text: string, generated: boolean): void => {
    setError('');
    setOwn(undefined);
    change({ text, generated });
  };
  const take = async (tabId: number, confirmed: boolean): Promise<TabView> => {
    const text = draft.text;
    const answer = pasted
      ? await ask('popup:accept', { tabId, text })
      : await ask('popup:passphrase', { tabId, passphrase: text, own: confirmed });
    if (answer.ok) {
      await forget();
      return answer.view;
    }
    if (answer.reason === 'own-text') setOwn(answer.known);
    else {
      setError('call' in answer ? keyRefusalText(answer) : refusalText(answer));
      field.current?.focus();
    }
    return ask('popup:view', { tabId });
  };
  const use = async (confirmed = false): Promise<void> => {
    if (working) return;
    setWorking(true);
    setError('');
    setOwn(undefined);
    await act((tabId) => take(tabId, confirmed));
    setWorking(false);
  };

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void use();
      }}
    >
      <label for="passphrase">{t('key_label')}</label>
      <p class="hint" id="passphrase-hint">
        {t('key_hint')}{' '}
        {!view.freeText &&
          (view.managed.drawnWordsOnly ? t('managed_drawn_only') : t('pass_only_generated', view.service ?? ''))}
      </p>
      <textarea
        id="passphrase"
        ref={field}
        rows={2}
        value={draft.text}
        // A browser's online spelling check would send the words away.
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        aria-invalid={error !== ''}
        aria-describedby="passphrase-hint passphrase-words passphrase-strength passphrase-error"
        onInput={(event) => write(event.currentTarget.value, false)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          void use();
        }}
      />
      <TypedWords
        id="passphrase-words"
        text={pasted || draft.generated ? '' : draft.text}
        replace={(text) => {
          write(text, false);
          field.current?.focus();
        }}
      />
      {!pasted && <DrawnMeter id="passphrase-strength" passphrase={draft.text} />}
      <p id="passphrase-error" class="error" role="alert">
        {error}
      </p>
      {own && <OwnText text={draft.text} known={own} use={() => void use(true)} />}
      {draft.generated && <p class="notice">{t('pass_hand_over')}</p>}
      <div class="buttons">
        <button type="button" id="generate" onClick={() => write(generatePassphrase(wordLanguageOf(t('lang'))), true)}>
          {t('pass_generate')}
        </button>
        {draft.generated && <CopyButton text={draft.text} />}
        <button type="submit" id="use" class="primary" aria-disabled={working}>
          {t(working ? 'pass_working' : 'pass_use')}
        </button>
      </div>
    </form>
  );
}
