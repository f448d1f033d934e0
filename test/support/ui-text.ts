import { readFileSync } from 'node:fs';
import type { MessageKey } from '../../ui/texts.ts';

interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

const ENGLISH = JSON.parse(
  readFileSync(new URL('../../_locales/en/messages.json', import.meta.url), 'utf8'),
) as Readonly<Record<MessageKey, Message>>;

/**
 * An English text of the extension, for tests of what is shown: none of them quotes prose, which may be put better at any
 * time.
 *
 * @param values fill its placeholders; without them it is the longest part between placeholders
 */
export function uiText(key: MessageKey, ...values: readonly string[]): string {
  const { message, placeholders = {} } = ENGLISH[key];
  const parts = message.split(/\$(\w+)\$/);
  if (values.length > 0) {
    const value = (name: string): string =>
      values[Number(placeholders[name.toLowerCase()]?.content.slice(1)) - 1] ?? name;
    return parts.map((part, index) => (index % 2 === 1 ? value(part) : part)).join('');
  }
  const between = parts.filter((_, index) => index % 2 === 0);
  return between.reduce((longest, part) => (part.length > longest.length ? part : longest), '').trim();
}
