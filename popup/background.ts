import browser from 'webextension-polyfill';
import { type Kind, type Protocol, send } from '../src/messages.ts';

/** Milliseconds after which the background counts as gone; a passphrase takes it about a second to derive. */
const PATIENCE = 15_000;

/**
 * Asks the background.
 *
 * @throws when it cannot answer: the tab is closed, the extension was updated, or nothing came within 15 s
 */
export async function ask<K extends Kind>(kind: K, data: Protocol[K]['request']): Promise<Protocol[K]['response']> {
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
