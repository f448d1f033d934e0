import { useEffect, useState } from 'preact/hooks';
import type { DraftField } from '../src/protocol/drafts.ts';
import { forgetDraft, keepDraft, readDraft } from './draft.ts';

export interface Drafting {
  readonly draft: string;
  readonly change: (draft: string) => void;
  readonly forget: () => Promise<void>;
}

/** What stands in a field, kept while the popup is closed. */
export function useDraft(tabId: number, field: DraftField, meeting: string | null): Drafting {
  const [draft, setDraft] = useState<string>();

  useEffect(() => {
    // What was typed before the old draft came back is newer.
    void readDraft(tabId, field, meeting).then((kept) => setDraft((typed) => typed ?? kept));
  }, [tabId, field, meeting]);

  return {
    draft: draft ?? '',
    change: (changed) => {
      setDraft(changed);
      void keepDraft(tabId, field, meeting, changed);
    },
    forget: () => forgetDraft(tabId, field),
  };
}
