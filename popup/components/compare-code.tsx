import type { KeyView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { SafetyCode } from '../../ui/safety-code.tsx';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly keyView: KeyView;
  readonly act: Watched['act'];
}

/** The code that is the same for everybody with the same key, and whether it was compared. */
export function CompareCode({ keyView: { code, compared }, act }: Props) {
  const change = (wanted: boolean): void =>
    void act((tabId) => ask('popup:compared', { tabId, code: code.digits, compared: wanted }));
  return (
    <details class="card" open={!compared}>
      <summary>{t(compared ? 'code_title_compared' : 'code_title')}</summary>
      <SafetyCode code={code} />
      <label class="setting">
        <input
          type="checkbox"
          id="compared"
          checked={compared}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {t('code_compared')}
      </label>
    </details>
  );
}
