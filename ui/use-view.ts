import { useEffect, useRef, useState } from 'preact/hooks';
import type { TabView } from '../src/protocol/tab-view.ts';
import { ask } from './ask.ts';
import { shownTab } from './shown-tab.ts';

/** Milliseconds between an answer and the next question. */
const INTERVAL = 1000;

type Find = (tabId: number) => Promise<TabView>;

export interface Watched {
  /** undefined before the first answer, null when there is none to be had. */
  readonly view: TabView | null | undefined;
  /** Runs what changes the tab and shows the view it ends with. */
  readonly act: (change: Find) => Promise<void>;
}

/** The background's view of the shown tab, asked for every second: the popup keeps no state of its own. */
export function useView(): Watched {
  const [view, setView] = useState<TabView | null>();
  const tab = useRef<Promise<number> | null>(null);
  const changes = useRef(0);

  const find = (how: Find): Promise<TabView | null> => {
    tab.current ??= shownTab();
    return tab.current.then(how).catch(() => null);
  };

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const poll = async (): Promise<void> => {
      const before = changes.current;
      const found = await find((tabId) => ask('popup:view', { tabId }));
      if (ended) return;
      // An answer that was under way when something changed may tell of the time before it.
      if (before === changes.current) setView(found);
      timer = setTimeout(() => void poll(), INTERVAL);
    };
    void poll();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);

  const act = async (change: Find): Promise<void> => {
    changes.current++;
    const found = await find(change);
    changes.current++;
    setView(found);
  };

  return { view, act };
}
