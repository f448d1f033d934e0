import { useEffect, useState } from 'preact/hooks';
import type { ShareAnswer } from '../src/protocol/answers.ts';
import { ask } from './ask.ts';

/** An invite to a tab's call, of the moment at which what shows it came up. Undefined until there is an answer. */
export function useInvite(tabId: number): ShareAnswer | undefined {
  const [answer, setAnswer] = useState<ShareAnswer>();
  useEffect(() => {
    let ended = false;
    void ask('popup:invite', { tabId }).then(
      (found) => {
        if (!ended) setAnswer(found);
      },
      // The view says that the background cannot be reached.
      () => undefined,
    );
    return () => {
      ended = true;
    };
  }, [tabId]);
  return answer;
}
