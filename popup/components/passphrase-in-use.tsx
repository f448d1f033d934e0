import { useState } from 'preact/hooks';
import { ask } from '../background.ts';
import { forgetDraft } from '../draft.ts';
import { t } from '../texts.ts';
import type { Watched } from '../use-view.ts';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly passphrase: string;
  readonly act: Watched['act'];
}

/** The passphrase of the running call, hidden until asked for, to be read out to whoever is missing. */
export function PassphraseInUse({ passphrase, act }: Props) {
  const [shown, setShown] = useState(false);
  const forget = (): void =>
    void act(async (tabId) => {
      await forgetDraft(tabId);
      return ask('popup:forget', { tabId });
    });
  return (
    <section class="card">
      {shown && (
        <div id="passphrase-in-use">
          <h2>{t('pass_in_use')}</h2>
          <p class="words">{passphrase}</p>
          <p class="hint">{t('pass_hand_over')}</p>
        </div>
      )}
      <div class="buttons">
        <button type="button" id="show-passphrase" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'pass_hide' : 'pass_show')}
        </button>
        {shown && <CopyButton text={passphrase} />}
        <button type="button" id="forget" class="quiet" onClick={forget}>
          {t('pass_forget')}
        </button>
      </div>
    </section>
  );
}
