import { EMOJI, fileOf } from '../src/keys/emoji.ts';
import type { SafetyCode as Code } from '../src/keys/safety-code.ts';
import { t } from './texts.ts';

/**
 * What two people compare to know that they have the same key: the digits say the same as the pictures, for those who
 * would rather read numbers. It says no more than that.
 */
export function SafetyCode({ code }: { readonly code: Code }) {
  const pictures = code.emoji.flatMap((index) => EMOJI[index] ?? []);
  return (
    <>
      <p class="hint">{t('code_hint')}</p>
      <ol class="emoji" aria-label={t('code_pictures')}>
        {pictures.map((name, place) => (
          <li key={place}>
            <img src={`../emoji/${fileOf(name)}`} width="30" height="30" alt="" />
            <small>{t(name)}</small>
          </li>
        ))}
      </ol>
      <details class="digits-instead">
        <summary>{t('code_digits')}</summary>
        <p class="digits" id="code-digits">
          {code.digits.match(/.{5}/g)?.join(' ')}
        </p>
      </details>
    </>
  );
}
