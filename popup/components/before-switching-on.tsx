import type { Unsealable } from '../../src/services/service.ts';
import { type MessageKey, t } from '../../ui/texts.ts';

const CANNOT: Readonly<Record<Unsealable, MessageKey>> = {
  'mixed-sound': 'cannot_mixed_sound',
  'own-transport': 'cannot_own_transport',
  'own-screen': 'cannot_own_screen',
};

/** What protection costs, and what it cannot do at this service, said before it is switched on. */
export function BeforeSwitchingOn({ cannotSeal }: { readonly cannotSeal: readonly Unsealable[] }) {
  return (
    <section class="card">
      <h2>{t('before_title')}</h2>
      <ul>
        {cannotSeal.map((what) => (
          <li key={what}>{t(CANNOT[what])}</li>
        ))}
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
