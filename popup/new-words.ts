import { generatePassphrase } from '../src/keys/generate.ts';
import { wordLanguageOf } from '../src/keys/word-lists.ts';
import { ask } from '../ui/ask.ts';
import { t } from '../ui/texts.ts';

/** Draws words in the language of the popup, and takes them for a tab's key. @returns the background's answer */
export function takeNewWords(tabId: number) {
  const passphrase = generatePassphrase(wordLanguageOf(t('lang')));
  return ask('popup:passphrase', { tabId, passphrase, own: false });
}
