import { estimateBits, isGeneratedLike, NEEDED_BITS } from '../../src/keys/strength.ts';
import { t } from '../../ui/texts.ts';

interface Props {
  readonly id: string;
  readonly passphrase: string;
  /** Whether text of one's own is taken here, or generated words alone. */
  readonly freeText: boolean;
}

/** How strong what stands in the field is, while it is typed. */
export function StrengthMeter({ id, passphrase, freeText }: Props) {
  const generated = isGeneratedLike(passphrase);
  // Where only generated words are taken, a number of bits would promise what is refused afterwards.
  if (passphrase.trim() === '' || (!freeText && !generated)) return null;
  const bits = Math.floor(estimateBits(passphrase));
  const enough = generated || bits >= NEEDED_BITS;
  return (
    <div class="strength">
      <meter
        aria-label={t('strength_label')}
        min={0}
        max={NEEDED_BITS}
        optimum={NEEDED_BITS}
        low={40}
        high={59}
        value={bits}
      />
      <span id={id}>{enough ? t('strength_enough', bits) : t('strength_short', bits, NEEDED_BITS)}</span>
    </div>
  );
}
