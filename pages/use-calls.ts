import { useEffect, useState } from 'preact/hooks';
import type { Calls } from '../src/protocol/tab-view.ts';
import { ask } from '../ui/ask.ts';

/** Milliseconds between an answer and the next question: a capture is known while its user still chooses. */
const INTERVAL = 300;

/** What the browser's calls do; undefined while that is not known, also when it is not known any more. */
export function useCalls(tabId: number): Calls | undefined {
  const [calls, setCalls] = useState<Calls>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const poll = async (): Promise<void> => {
      const answer = await ask('popup:calls', { tabId }).catch(() => undefined);
      if (ended) return;
      setCalls(answer);
      timer = setTimeout(() => void poll(), INTERVAL);
    };
    void poll();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [tabId]);
  return calls;
}
