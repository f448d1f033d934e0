import type { Totals } from '../../src/call/counts.ts';
import { formatNumber, t } from '../../ui/texts.ts';

/** What was counted through the worker; nothing the service says enters here. */
export function Counts({ totals }: { readonly totals: Totals }) {
  return (
    <section class="card">
      <dl class="counts">
        <div class="counts-row">
          <dt>{t('count_sealed')}</dt>
          <dd id="count-sealed">{formatNumber(totals.sealed)}</dd>
        </div>
        <div class="counts-row">
          <dt>{t('count_opened')}</dt>
          <dd id="count-opened">{formatNumber(totals.opened)}</dd>
        </div>
        <div class="counts-row">
          <dt>{t('count_members')}</dt>
          <dd id="count-members">{formatNumber(totals.members)}</dd>
        </div>
      </dl>
    </section>
  );
}
