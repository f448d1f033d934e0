import { useRef, useState } from 'preact/hooks';
import { generatePassphrase } from '../../src/keys/generate.ts';
import type { TabView } from '../../src/messages.ts';
import { ask } from '../background.ts';
import { refusalText } from '../passphrase-errors.ts';
import { t } from '../texts.ts';
import { useDraft } from '../use-draft.ts';
import type { Watched } from '../use-view.ts';
import { CopyButton } from './copy-button.tsx';
import { StrengthMeter } from './strength-meter.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** Takes a passphrase, typed or generated. */
export function PassphraseForm({ view, act }: Props) {
  const { draft, change, forget } = useDraft(view.tabId, view.meeting);
  const [error, setError] = useState('');
  const [working, setWorking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  const write = (text: string, generated: boolean): void => {
    setError('');
    change({ text, generated });
  };
  const use = async (): Promise<void> => {
    if (working) return;
    setWorking(true);
    setError('');
    await act(async (tabId) => {
      const answer = await ask('popup:passphrase', { tabId, passphrase: draft.text });
      if (answer.ok) {
        await forget();
        return answer.view;
      }
      setError(refusalText(answer));
      field.current?.focus();
      return ask('popup:view', { tabId });
    });
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
      <label for="passphrase">{t('pass_label')}</label>
      <p class="hint" id="passphrase-hint">
        {t('pass_hint')} {!view.freeText && t('pass_only_generated', view.service ?? '')}
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
        aria-describedby="passphrase-hint passphrase-strength passphrase-error"
        onInput={(event) => write(event.currentTarget.value, false)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          void use();
        }}
      />
      <StrengthMeter id="passphrase-strength" passphrase={draft.text} freeText={view.freeText} />
      <p id="passphrase-error" class="error" role="alert">
        {error}
      </p>
      {draft.generated && <p class="notice">{t('pass_hand_over')}</p>}
      <div class="buttons">
        <button type="button" id="generate" onClick={() => write(generatePassphrase(), true)}>
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
