import { useState } from 'preact/hooks';
import type { KeyView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { SafetyCode } from '../../ui/safety-code.tsx';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly keyView: KeyView;
  readonly act: Watched['act'];
  /** Whether to compare it is what comes next. */
  readonly open: boolean;
}

/** The code that is the same for everybody with the same key, and what came of comparing it. */
export function CompareCode({ keyView: { code, compared, unconfirmed }, act, open }: Props) {
  const [differs, setDiffers] = useState(false);
  const say = (same: boolean): void => {
    setDiffers(!same);
    if (compared === same && !unconfirmed) return;
    void act((tabId) => ask('popup:compared', { tabId, code: code.digits, compared: same }));
  };
  return (
    // Not on a button: what is pressed unread must not say that codes are the same.
    <details class="card" open={open || differs} tabIndex={-1} data-next={open}>
      <summary>{t(compared ? 'code_title_compared' : 'code_title')}</summary>
      <SafetyCode code={code} />
      <div class="buttons even">
        {!compared && (
          <button type="button" id="code-same" class="primary" onClick={() => say(true)}>
            {t('code_same')}
          </button>
        )}
        <button type="button" id="code-differs" class={compared ? '' : 'danger'} onClick={() => say(false)}>
          {t('code_differs')}
        </button>
      </div>
      {differs && (
        <div id="code-differs-then" role="alert" class="notice warning">
          <p>{t('code_differs_then')}</p>
        </div>
      )}
    </details>
  );
}
