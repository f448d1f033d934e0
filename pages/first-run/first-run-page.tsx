import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t } from '../../ui/texts.ts';
import { Page } from '../components/page.tsx';
import { SelfTest } from './self-test-card.tsx';

/** What somebody sees who has just installed Callseal. */
export function FirstRunPage() {
  const shortcut = useShortcut();
  return (
    <Page title={t('first_title')} situation="first-run">
      <p>{t('first_what')}</p>
      <div class="columns">
        <section class="card" aria-labelledby="start-title">
          <h2 id="start-title">{t('first_start')}</h2>
          <ol class="steps">
            <li>{t('first_pin')}</li>
            <li>{t('first_open')}</li>
            <li>{t('first_share')}</li>
          </ol>
          {shortcut && <p class="hint">{t('first_shortcut', shortcut)}</p>}
        </section>
        <SelfTest />
      </div>
      <p class="hint">{t('first_limits')}</p>
    </Page>
  );
}

/** The keys that open Callseal, as the user has them; empty without any. */
function useShortcut(): string {
  const [shortcut, setShortcut] = useState('');
  useEffect(() => {
    void browser.commands.getAll().then((commands) => {
      setShortcut(commands.find(({ name }) => name === '_execute_action')?.shortcut ?? '');
    });
  }, []);
  return shortcut;
}
