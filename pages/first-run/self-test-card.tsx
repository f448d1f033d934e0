import { useState } from 'preact/hooks';
import { type MessageKey, t } from '../../ui/texts.ts';
import type { Failure, Verdict } from './judge.ts';
import { selfTest } from './self-test.ts';

const FAILURE_TEXTS: Readonly<Record<Failure, MessageKey>> = {
  unsupported: 'test_unsupported',
  'no-frames': 'test_no_frames',
  'no-connection': 'test_no_connection',
  'not-sealed': 'test_not_sealed',
  'not-opened': 'test_not_opened',
  outsider: 'test_outsider',
  error: 'test_error',
};

/** Has this browser make a sealed call with itself, and says what came of it. */
export function SelfTest() {
  const [verdict, setVerdict] = useState<Verdict | 'none' | 'running'>('none');
  const run = (): void => {
    if (verdict === 'running') return;
    setVerdict('running');
    void selfTest().then(setVerdict);
  };
  const running = verdict === 'running';
  return (
    <section class="card" aria-labelledby="test-title">
      <h2 id="test-title">{t('test_title')}</h2>
      <p>{t('test_what')}</p>
      <div class="actions">
        <button type="button" id="test" class="primary" aria-disabled={running} onClick={run}>
          {t(running ? 'test_running' : 'test_run')}
        </button>
      </div>
      <p id="verdict" role="status" class={typeof verdict === 'object' && !verdict.ok ? 'error' : ''}>
        {typeof verdict === 'object' && textOf(verdict)}
      </p>
      {typeof verdict === 'object' && verdict.ok && (
        <>
          <p>
            <b>{t('test_next')}</b>
          </p>
          <details>
            <summary>{t('details_title')}</summary>
            <p>{t('details_test', verdict.sealed, verdict.opened, verdict.refused)}</p>
          </details>
        </>
      )}
    </section>
  );
}

function textOf(verdict: Verdict): string {
  if (verdict.ok) return t('test_passed');
  return `${t('test_failed')} ${t(FAILURE_TEXTS[verdict.why])}`;
}
