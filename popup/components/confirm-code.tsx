import type { SafetyCode as Code } from '../../src/keys/safety-code.ts';
import { ask } from '../../ui/ask.ts';
import { SafetyCode } from '../../ui/safety-code.tsx';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly code: Code;
  readonly act: Watched['act'];
  /** Whether to compare it is what comes next. */
  readonly open: boolean;
}

/** The one step after a sealed reply: nothing is sealed with its key before the host's code was found to be the same. */
export function ConfirmCode({ code, act, open }: Props) {
  return (
    <details class="card" open={open} tabIndex={-1} data-next={open}>
      <summary>{t('code_title')}</summary>
      <SafetyCode code={code} />
      <div class="buttons even">
        <button
          type="button"
          id="code-same"
          class="primary"
          onClick={() => void act((tabId) => ask('popup:compared', { tabId, code: code.digits, compared: true }))}
        >
          {t('code_same')}
        </button>
        <button
          type="button"
          id="code-differs"
          class="danger"
          onClick={() => void act((tabId) => ask('popup:forget', { tabId }))}
        >
          {t('code_differs')}
        </button>
      </div>
      <p class="notice warning">{t('confirm_warning')}</p>
    </details>
  );
}
