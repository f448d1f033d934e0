import type { TabView } from '../../src/protocol/tab-view.ts';
import { situationOf } from '../../ui/situation.ts';
import { t } from '../../ui/texts.ts';
import { useView } from '../../ui/use-view.ts';
import { CodeCard } from '../components/code-card.tsx';
import { Page } from '../components/page.tsx';
import { MakeKey } from './make-key.tsx';
import { SharedCode } from './shared-code.tsx';

/** Shows the key of one tab's call as a QR code, on this page and nowhere else. */
export function QrPage() {
  const { view, act } = useView();
  if (view === undefined) return null;
  const problem = problemOf(view);
  const about = [view?.service ?? null, view?.meeting ?? null];
  if (!view || problem) {
    return (
      <Page title={t('qr_title')} situation="no-meeting">
        <p>{problem}</p>
      </Page>
    );
  }
  if (!view.key) {
    return (
      <Page title={t('qr_title')} about={about} situation="no-key">
        <MakeKey act={act} />
      </Page>
    );
  }
  return (
    <Page title={t('qr_title')} about={about} situation="key">
      <div class="columns">
        {/* Another key has another code. */}
        <SharedCode key={view.key.code.digits} view={view} />
        <CodeCard code={view.key.code} />
      </div>
    </Page>
  );
}

/** Why there is no call whose key could be shown. */
function problemOf(view: TabView | null): string | undefined {
  switch (situationOf(view)) {
    case 'unavailable':
      return t('page_tab_gone');
    case 'unknown':
    case 'native':
    case 'no-meeting':
      return t('key_no_meeting');
    default:
      return undefined;
  }
}
