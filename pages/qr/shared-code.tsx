import type { TabView } from '../../src/protocol/tab-view.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import { useInvite } from '../../ui/use-invite.ts';
import { BackToCall } from '../components/back-to-call.tsx';
import { useCalls } from '../use-calls.ts';
import { QrCode } from './qr-code.tsx';

/** The invite as a QR code, and what must not happen to it. */
export function SharedCode({ view }: { readonly view: TabView }) {
  const calls = useCalls(view.tabId);
  const answer = useInvite(view.tabId);
  return (
    <section class="shared" aria-live="polite">
      {answer && !answer.ok && (
        <p class="error" role="alert">
          {keyRefusalText(answer)}
        </p>
      )}
      {answer?.ok && calls && !calls.screen && (
        <>
          <QrCode content={answer.qr} label={t('qr_label', view.service ?? '', view.meeting ?? '')} />
          <p>{t('qr_how')}</p>
          <p class="hint">{t('qr_until', timeOf(answer.until))}</p>
        </>
      )}
      {calls?.screen && (
        <p class="notice warning" id="hidden">
          {t('qr_hidden')}
        </p>
      )}
      {calls?.running && (
        <p class="notice warning" id="warning">
          {t('qr_warning')}
        </p>
      )}
      <div class="actions">
        <BackToCall tabId={view.tabId} />
      </div>
    </section>
  );
}

function timeOf(unixMs: number): string {
  return new Intl.DateTimeFormat(t('lang'), { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(unixMs);
}
