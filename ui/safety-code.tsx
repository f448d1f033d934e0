import { EMOJI } from '../src/keys/emoji.ts';
import type { SafetyCode as Code } from '../src/keys/safety-code.ts';
import { type MessageKey, t } from './texts.ts';

/** What two people compare to know that they have the same key: pictures and digits say the same. It says no more than that. */
export function SafetyCode({ code }: { readonly code: Code }) {
  const pictures = code.emoji.flatMap((index) => EMOJI[index] ?? []);
  return (
    <>
      <ol class="emoji" aria-label={t('code_pictures')}>
        {pictures.map(({ picture, name }, place) => (
          <li key={place}>
            <span aria-hidden="true">{picture}</span>
            <small>{t(name as MessageKey)}</small>
          </li>
        ))}
      </ol>
      <p class="digits" id="code-digits">
        {code.digits.match(/.{5}/g)?.join(' ')}
      </p>
      <p class="hint">{t('code_hint')}</p>
    </>
  );
}
