import type { SafetyCode as Code } from '../../src/keys/safety-code.ts';
import { SafetyCode } from '../../ui/safety-code.tsx';
import { t } from '../../ui/texts.ts';

/** The safety code of the call that the page is about. */
export function CodeCard({ code }: { readonly code: Code }) {
  return (
    <section class="card" aria-labelledby="code-title">
      <h2 id="code-title">{t('code_title')}</h2>
      <SafetyCode code={code} />
    </section>
  );
}
