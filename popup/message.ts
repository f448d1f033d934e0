import browser from 'webextension-polyfill';
import type { Shared } from '../src/protocol/answers.ts';
import { t } from '../ui/texts.ts';

/** What of a manifest tells where the extension came from. */
interface Origin {
  readonly update_url?: string;
  readonly browser_specific_settings?: { readonly gecko?: unknown };
}

/**
 * The page of the store that this copy came from. Only a store's own copy says so in its manifest; the address of any
 * other would lead nowhere, or to somebody else's.
 *
 * @param id as the browser knows the extension by
 */
export function storeAddress({ update_url, browser_specific_settings }: Origin, id: string): string | undefined {
  if (browser_specific_settings) return `https://addons.mozilla.org/addon/${encodeURIComponent(id)}/`;
  const store = update_url && URL.canParse(update_url) ? new URL(update_url).hostname : '';
  if (store === 'clients2.google.com') return `https://chromewebstore.google.com/detail/${id}`;
  if (store === 'edge.microsoft.com') return `https://microsoftedge.microsoft.com/addons/detail/${id}`;
  return undefined;
}

/** An invite with all that somebody needs to know who has never heard of Callseal. Pasted as a whole it is taken. */
export function messageWith({ text, until }: Shared): string {
  const store = storeAddress(browser.runtime.getManifest() as Origin, browser.runtime.id);
  return [
    t('message_begin'),
    '',
    `1. ${store ? t('message_install_from', store) : t('message_install')}`,
    `2. ${t('message_open')}`,
    `3. ${t('message_click', t('way_invited'))}`,
    `4. ${t('message_paste')}`,
    '',
    text,
    '',
    t('message_end', momentOf(until)),
  ].join('\n');
}

/** With its day and time zone: whoever reads it may be elsewhere. @param unixMs milliseconds */
function momentOf(unixMs: number): string {
  const format = { weekday: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(t('lang'), format).format(unixMs);
}
