import { t } from '../../ui/texts.ts';
import { useNewKey } from '../../ui/use-new-key.ts';
import type { Watched } from '../../ui/use-view.ts';

/** Makes the random key of a call that has none. */
export function MakeKey({ act }: Pick<Watched, 'act'>) {
  const { make, error } = useNewKey(act);
  return (
    <>
      <p>{t('qr_no_key')}</p>
      <div class="actions">
        <button type="button" id="make-key" class="primary" onClick={make}>
          {t('qr_make')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
    </>
  );
}
