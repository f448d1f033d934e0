import { useEffect, useState } from 'preact/hooks';
import type { TabView } from '../src/protocol/tab-view.ts';
import { keepDraft, readDraft } from './draft.ts';

/** How the user comes to the key of a meeting: makes it, or was given it. */
export type Way = 'invites' | 'invited';

export interface TakenWay {
  /** Whether it is known what was taken before the popup was closed. */
  readonly known: boolean;
  readonly way: Way | undefined;
  readonly take: (way: Way | undefined) => void;
}

/** The way that was taken in this tab's meeting, kept while the popup is closed. */
export function useWay(view: TabView | null | undefined): TakenWay {
  const [taken, setTaken] = useState<{ readonly meeting: string; readonly way: Way | undefined }>();
  const [tabId, meeting] = [view?.tabId, view?.meeting ?? undefined];

  useEffect(() => {
    if (tabId === undefined || meeting === undefined) return;
    // A click before the old way came back is newer.
    void readDraft(tabId, 'way', meeting).then((text) =>
      setTaken((newer) => (newer?.meeting === meeting ? newer : { meeting, way: wayOf(text) })),
    );
  }, [tabId, meeting]);

  return {
    known: meeting === undefined || taken?.meeting === meeting,
    way: taken?.meeting === meeting ? taken?.way : undefined,
    take: (way) => {
      if (tabId === undefined || meeting === undefined) return;
      setTaken({ meeting, way });
      void keepDraft(tabId, 'way', meeting, way ?? '');
    },
  };
}

function wayOf(text: string): Way | undefined {
  return text === 'invites' || text === 'invited' ? text : undefined;
}
