import { t } from '../texts.ts';

/** What protection costs, said before it is switched on. */
export function BeforeSwitchingOn() {
  return (
    <section class="card">
      <h2>{t('before_title')}</h2>
      <ul>
        <li>{t('before_stops')}</li>
        <li>{t('before_others')}</li>
        <li>{t('before_you')}</li>
      </ul>
      <details>
        <summary>{t('visible_title')}</summary>
        <p>{t('visible_text')}</p>
      </details>
    </section>
  );
}
