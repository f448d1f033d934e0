import type { TabView } from '../../src/protocol/tab-view.ts';
import { isHostOf } from '../../src/services/service.ts';
import { t } from '../../ui/texts.ts';

/** What the organisation has set for this tab, and whom to ask. What it takes away is said where it would stand. */
export function Organisation({ view: { managed, site } }: { readonly view: TabView }) {
  const host = site && new URL(site.pattern.replace(/\*$/, '')).hostname;
  return (
    <>
      {host && isHostOf(managed.protectedHosts, host) && (
        <p class="notice" id="managed-protected">
          {t('managed_protected')}
        </p>
      )}
      {managed.supportContact && (
        <p class="hint" id="managed-support">
          {t('managed_support', managed.supportContact)}
        </p>
      )}
    </>
  );
}
