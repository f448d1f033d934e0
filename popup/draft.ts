import browser from 'webextension-polyfill';
import { type DraftField, draftKey } from '../src/protocol/drafts.ts';

/**
 * What was typed and not sent yet. It outlives the popup, which closes at the first click elsewhere, in
 * storage.session: memory that only the extension's own pages and its background can read.
 */
interface Kept {
  readonly text: string;
  /** What was typed for one meeting is not offered in another. */
  readonly meeting: string | null;
}

/** @returns the empty text without a draft of this meeting */
export async function readDraft(tabId: number, field: DraftField, meeting: string | null): Promise<string> {
  const key = draftKey(tabId, field);
  const kept = (await browser.storage.session.get(key))[key] as Kept | undefined;
  return kept?.meeting === meeting ? kept.text : '';
}

export async function keepDraft(tabId: number, field: DraftField, meeting: string | null, text: string): Promise<void> {
  if (text === '') return forgetDraft(tabId, field);
  await browser.storage.session.set({ [draftKey(tabId, field)]: { text, meeting } satisfies Kept });
}

export async function forgetDraft(tabId: number, field: DraftField): Promise<void> {
  await browser.storage.session.remove(draftKey(tabId, field));
}
