import browser from 'webextension-polyfill';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { type MessageKey, t } from '../../ui/texts.ts';
import { reportOf } from '../report.ts';
import { CopyButton } from './copy-button.tsx';

const LABEL: MessageKey = 'report_copy';

/** What developers need of a call that went wrong, to be read before it is sent. */
export function CopyReport({ view }: { readonly view: TabView }) {
  const { version } = browser.runtime.getManifest();
  const report = reportOf(view, { version, userAgent: navigator.userAgent, nowMs: Date.now() });
  return (
    <>
      <p class="hint" id="report-hint">
        {t('report_hint')}
      </p>
      <CopyButton id="copy-report" label={LABEL} describedBy="report-hint" text={report} />
    </>
  );
}
