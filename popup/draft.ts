import browser from 'webextension-polyfill';
import { type DraftField, draftKey } from '../src/protocol/drafts.ts';

/**
 * What was typed or generated but not sent yet. It outlives the popup, which closes at the first click
 * elsewhere, in storage.session: memory that only the extension's own pages and its background can read.
 */
export interface Draft {
  readonly text: string;
  /** Made here, so the others do not have it yet. */
  readonly generated: boolean;
}

interface Kept extends Draft {
  /** Words made for one meeting are not offered in another. */
  readonly meeting: string | null;
}

export const NO_DRAFT: Draft = { text: '', generated: false };

export async function readDraft(tabId: number, field: DraftField, meeting: string | null): Promise<Draft> {
  const key = draftKey(tabId, field);
  const kept = (await browser.storage.session.get(key))[key] as Kept | undefined;
  return kept?.meeting === meeting ? { text: kept.text, generated: kept.generated } : NO_DRAFT;
}

export async function keepDraft(tabId: number, field: DraftField, meeting: string | null, draft: Draft): Promise<void> {
  if (draft.text === '') return forgetDraft(tabId, field);
  await browser.storage.session.set({ [draftKey(tabId, field)]: { ...draft, meeting } satisfies Kept });
}

export async function forgetDraft(tabId: number, field: DraftField): Promise<void> {
  await browser.storage.session.remove(draftKey(tabId, field));
}
