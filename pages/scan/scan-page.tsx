import { useState } from 'preact/hooks';
import { t } from '../../ui/texts.ts';
import { useView } from '../../ui/use-view.ts';
import { Page } from '../components/page.tsx';
import { Done } from './done.tsx';
import { Scanner } from './scanner.tsx';

/** Reads somebody's QR code into one tab's call. */
export function ScanPage() {
  const { view, act } = useView();
  const [taken, setTaken] = useState(false);
  if (view === undefined) return null;
  if (!view || view.meeting === null) {
    return (
      <Page title={t('scan_title')} situation="no-meeting">
        <p>{t(view ? 'key_no_meeting' : 'page_tab_gone')}</p>
      </Page>
    );
  }
  const about = [view.service, view.meeting];
  if (taken && view.key) {
    return (
      <Page title={t('scan_done')} about={about} situation="done">
        <Done view={view} code={view.key.code} act={act} />
      </Page>
    );
  }
  return (
    <Page title={t('scan_title')} about={about} situation="ready">
      <Scanner act={act} onTaken={() => setTaken(true)} />
    </Page>
  );
}
