import browser from 'webextension-polyfill';

/** What the user has chosen for all calls, in storage.local. No secret is among it. */
export interface Settings {
  /** Badges on the pictures in the page. */
  readonly badges: boolean;
  /** What other members are told, inside the seal, the user is called; may be empty. */
  readonly name: string;
}

const DEFAULTS: Settings = { badges: true, name: '' };

export async function readSettings(): Promise<Settings> {
  const { settings } = (await browser.storage.local.get('settings')) as { settings?: Partial<Settings> };
  return { ...DEFAULTS, ...settings };
}

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ settings: { ...(await readSettings()), ...change } });
}
