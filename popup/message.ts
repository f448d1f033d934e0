import browser from 'webextension-polyfill';
import type { Shared } from '../src/protocol/answers.ts';
import { t } from '../ui/texts.ts';
import { type Origin, STORE_IDS, storeAddresses } from './stores.ts';

/**
 * An invite with all that somebody needs to know who has never heard of Callseal. Pasted as a whole it is taken.
 *
 * @param ids by what the stores know Callseal
 */
export function messageWith({ text, until }: Shared, ids = STORE_IDS): string {
  const stores = storeAddresses(browser.runtime.getManifest() as Origin, browser.runtime.id, ids).join(', ');
  return [
    t('message_begin'),
    '',
    `1. ${stores ? t('message_install_from', stores) : t('message_install')}`,
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
