import { useState } from 'preact/hooks';
import { ask } from './ask.ts';
import { keyRefusalText } from './key-texts.ts';
import type { Watched } from './use-view.ts';

/** Makes a random key for the shown tab. `error` says why there is none, and is empty before. */
export function useNewKey(act: Watched['act']): { readonly make: () => void; readonly error: string } {
  const [error, setError] = useState('');
  const make = (): void => {
    setError('');
    void act(async (tabId) => {
      const answer = await ask('popup:new-key', { tabId });
      if (answer.ok) return answer.view;
      setError(keyRefusalText(answer));
      return ask('popup:view', { tabId });
    });
  };
  return { make, error };
}
