import type { SafetyCode as Code } from '../../src/keys/safety-code.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { BackToCall } from '../components/back-to-call.tsx';
import { CodeCard } from '../components/code-card.tsx';

interface Props {
  readonly view: TabView;
  readonly code: Code;
  readonly act: Watched['act'];
}

/** What is left to do once the key is there. */
export function Done({ view, code, act }: Props) {
  const protect = (): void => void act((tabId) => ask('popup:protect', { tabId, on: true }));
  return (
    <>
      {view.key?.unconfirmed && <p class="notice warning">{t('scan_unconfirmed')}</p>}
      <p role="status">{t('scan_done_next', view.service ?? '', view.meeting ?? '')}</p>
      <CodeCard code={code} />
      {!view.on && <p class="notice warning">{t('scan_done_off')}</p>}
      <div class="actions">
        {!view.on && (
          <button type="button" id="protect" class="primary" onClick={protect}>
            {t('scan_protect')}
          </button>
        )}
        <BackToCall tabId={view.tabId} />
      </div>
    </>
  );
}
