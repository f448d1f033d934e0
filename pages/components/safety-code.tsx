import { type MessageKey, t } from '../../popup/texts.ts';
import { EMOJI } from '../../src/keys/emoji.ts';
import type { SafetyCode as Code } from '../../src/keys/safety-code.ts';

/** What two people compare to know that they have the same key. It says no more than that. */
export function SafetyCode({ code }: { readonly code: Code }) {
  const pictures = code.emoji.map((index) => EMOJI[index]).filter((emoji) => emoji !== undefined);
  return (
    <section class="card" aria-labelledby="code-title">
      <h2 id="code-title">{t('code_title')}</h2>
      <ol class="pictures">
        {pictures.map(({ picture, name }, place) => (
          <li key={place}>
            <span aria-hidden="true">{picture}</span>
            {t(name as MessageKey)}
          </li>
        ))}
      </ol>
      <p class="digits">{code.digits.replace(/.{5}(?!$)/g, '$& ')}</p>
      <p class="hint">{t('code_hint')}</p>
    </section>
  );
}
