import browser from 'webextension-polyfill';
import { send } from '../src/protocol/messages.ts';
import type { PopupProtocol } from '../src/protocol/popup.ts';

/** Milliseconds after which the background counts as gone; a passphrase takes it about a second to derive. */
const PATIENCE = 15_000;

/**
 * Asks the background.
 *
 * @throws when it cannot answer: the tab is closed, the extension was updated, or nothing came within 15 s
 */
export async function ask<K extends keyof PopupProtocol>(
  kind: K,
  data: PopupProtocol[K]['request'],
): Promise<PopupProtocol[K]['response']> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer to ${kind}`)), PATIENCE);
  });
  try {
    const answer = await Promise.race([send((message) => browser.runtime.sendMessage(message), kind, data), tooLate]);
    if (!answer) throw new Error(`empty answer to ${kind}`);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}
