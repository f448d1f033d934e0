import browser from 'webextension-polyfill';
import type { Site } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly site: Site;
  readonly host: string;
  readonly act: Watched['act'];
}

/** Has the browser ask whether Callseal may work on this site. */
export function AllowSite({ site, host, act }: Props) {
  const allow = (): void => {
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
export function DisallowSite({ site, host, act }: Props) {
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
