import browser from 'webextension-polyfill';
import type messages from '../_locales/en/messages.json';

/** Every text of the extension by its name in _locales. */
export type MessageKey = keyof typeof messages;

/** A text in the user's language. `values` fill its placeholders in the order they are declared in. */
export function t(key: MessageKey, ...values: readonly (string | number)[]): string {
  return browser.i18n.getMessage(
    key,
    values.map((value) => (typeof value === 'number' ? formatNumber(value) : value)),
  );
}

/** A text that differs between one and several. Both languages need no other plural forms. */
export function plural(count: number, one: MessageKey, other: MessageKey): string {
  return new Intl.PluralRules(t('lang')).select(count) === 'one' ? t(one, count) : t(other, count);
}

/** "A, B and C" in the user's language. */
export function list(items: readonly string[]): string {
  return new Intl.ListFormat(t('lang')).format(items);
}

/** A moment of today by its time, any other with its day. @param moment Unix time, milliseconds */
export function formatTime(moment: number): string {
  const isToday = new Date(moment).toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ weekday: 'short' } as const);
  return new Intl.DateTimeFormat(t('lang'), { ...day, hour: 'numeric', minute: '2-digit' }).format(moment);
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(t('lang')).format(value);
}
