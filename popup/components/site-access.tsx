import browser from 'webextension-polyfill';
import type { Site } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  /** The tab that is loaded again once it is allowed; null where a call may be running, and the user says when. */
  readonly loads: number | null;
  readonly site: Site;
  readonly host: string;
  readonly act: Watched['act'];
}

/** Has the browser ask whether Callseal may work on this site. */
export function AllowSite({ loads, site, host, act }: Props) {
  const allow = (): void => {
    // The browser's question may close this popup: the background loads the page again, and brings it back.
    if (loads !== null) void ask('popup:asks-site', { tabId: loads, pattern: site.pattern });
    // In the very task of the click: later the browser would not ask.
    const asked = browser.permissions.request({ origins: [site.pattern] });
    void act(async (tabId) => {
      await asked;
      return ask('popup:site-changed', { tabId });
    });
  };
  return (
    <div class="buttons">
      <button type="button" id="allow-site" class="primary" data-next="true" onClick={allow}>
        {t('site_allow', host)}
      </button>
    </div>
  );
}

/** Gives the permission for this site back. */
export function DisallowSite({ site, host, act }: Omit<Props, 'loads'>) {
  const disallow = (): void =>
    void act(async (tabId) => {
      await browser.permissions.remove({ origins: [site.pattern] });
      return ask('popup:site-changed', { tabId });
    });
  return (
    <div class="buttons">
      <button type="button" id="disallow-site" class="quiet" onClick={disallow}>
        {t('site_disallow', host)}
      </button>
    </div>
  );
}
