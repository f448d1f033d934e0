import { useRef, useState } from 'preact/hooks';
import { decodeText } from '../../src/keys/text-code.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { openPage } from '../pages.ts';
import { refusalText } from '../passphrase-texts.ts';
import { isPasted } from '../pasted.ts';
import { useDraft } from '../use-draft.ts';
import { DrawnMeter } from './drawn-meter.tsx';
import { OwnText } from './own-text.tsx';
import { TypedWords } from './typed-words.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/**
 * The one field for whatever somebody was given: a message, an invite, the answer to a request, or words. Without a key,
 * a whole invite is taken as soon as it is pasted; what is typed, and what would replace a key, takes a click.
 */
export function KeyForm({ view, act }: Props) {
  const { draft, change, forget } = useDraft(view.tabId, 'key', view.meeting);
  const [error, setError] = useState('');
  /** Set while text of one's own waits to be confirmed: what the service knows of the call. */
  const [own, setOwn] = useState<readonly string[]>();
  const [working, setWorking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const pasted = isPasted(draft);

  const write = (text: string): void => {
    setError('');
    setOwn(undefined);
    change(text);
    if (!view.key && decodeText(text).ok) void use(text);
  };
  const take = async (tabId: number, text: string, confirmed: boolean): Promise<TabView> => {
    const answer = isPasted(text)
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
  const use = async (text: string, confirmed = false): Promise<void> => {
    if (working) return;
    setWorking(true);
    setError('');
    setOwn(undefined);
    await act((tabId) => take(tabId, text, confirmed));
    setWorking(false);
  };

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void use(draft);
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
        data-next="true"
        value={draft}
        // A browser's online spelling check would send the words away.
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        aria-invalid={error !== ''}
        aria-describedby="passphrase-hint passphrase-words passphrase-strength passphrase-error"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          void use(draft);
        }}
      />
      <TypedWords
        id="passphrase-words"
        text={pasted ? '' : draft}
        replace={(text) => {
          write(text);
          field.current?.focus();
        }}
      />
      {!pasted && <DrawnMeter id="passphrase-strength" passphrase={draft} />}
      <p id="passphrase-error" class="error" role="alert">
        {error}
      </p>
      {own && <OwnText text={draft} known={own} use={() => void use(draft, true)} />}
      <div class="buttons">
        <button type="button" id="scan" onClick={() => void openPage('scan', view.tabId)}>
          {t('ways_scan')}
        </button>
        <button type="submit" id="use" class="primary" aria-disabled={working}>
          {t(working ? 'pass_working' : 'pass_use')}
        </button>
      </div>
    </form>
  );
}
