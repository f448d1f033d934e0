import browser from 'webextension-polyfill';
import { type ManagedSettings, NOTHING_MANAGED, validManaged } from '../managed.ts';

let known: Promise<ManagedSettings> | undefined;

/** What the organisation has set, asked for once while the background runs. */
export function managedSettings(): Promise<ManagedSettings> {
  known ??= read();
  return known;
}

/** Reads anew: the policy may have changed. */
export function forgetManaged(): void {
  known = undefined;
}

async function read(): Promise<ManagedSettings> {
  try {
    return validManaged(await browser.storage.managed.get(null));
  } catch {
    return NOTHING_MANAGED; // Firefox refuses where there is no policy
  }
}
