import { drawnBits } from '../../src/keys/drawn-words.ts';
import { NEEDED_BITS } from '../../src/keys/needed-bits.ts';
import { t } from '../../ui/texts.ts';

interface Props {
  readonly id: string;
  readonly passphrase: string;
}

/** How strong drawn words are, once all of them stand in the field. Of other text nothing is promised before it is used. */
export function DrawnMeter({ id, passphrase }: Props) {
  const bits = drawnBits(passphrase);
  if (bits === undefined) return null;
  return (
    <div class="strength">
      <meter aria-label={t('strength_label')} min={0} max={NEEDED_BITS} value={bits} />
      <span id={id}>{t('strength_enough')}</span>
    </div>
  );
}
