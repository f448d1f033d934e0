import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import { useNewKey } from '../../ui/use-new-key.ts';
import type { Watched } from '../../ui/use-view.ts';
import { forgetDraft } from '../draft.ts';
import { Confirmation } from './confirmation.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** A new key in mid-call, or none: both lock people out, so both are asked for twice. */
export function ChangeKey({ view, act }: Props) {
  const [asking, setAsking] = useState<'new' | 'forget'>();
  const { make, error } = useNewKey(act);
  const forget = (): void =>
    void act(async (tabId) => {
      await forgetDraft(tabId, 'key');
      return ask('popup:forget', { tabId });
    });
  const change = (): void => {
    setAsking(undefined);
    if (asking === 'forget') forget();
    else make();
  };
  return (
    <div class="change">
      {view.key?.formerUntil && <p class="notice">{t('change_former')}</p>}
      <div class="buttons">
        <button type="button" id="change-key" aria-expanded={asking === 'new'} onClick={() => setAsking('new')}>
          {t('change_new')}
        </button>
        <button
          type="button"
          id="forget"
          class="quiet"
          aria-expanded={asking === 'forget'}
          onClick={() => setAsking('forget')}
        >
          {t('change_forget')}
        </button>
      </div>
      {asking && (
        <Confirmation
          id="change"
          question={t(asking === 'new' ? 'change_new_question' : 'change_forget_question')}
          confirm={t(asking === 'new' ? 'change_new_confirm' : 'change_forget_confirm')}
          onKeep={() => setAsking(undefined)}
          onConfirm={change}
        />
      )}
      <p class="error" role="alert">
        {error}
      </p>
    </div>
  );
}
