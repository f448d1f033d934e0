/** Where Callseal is to be had: the stores' pages. */

/** By what each store knows this extension. */
export interface StoreIds {
  /** The manifest's own, which never changes. */
  readonly firefox: string;
  /** Given by Chrome's store with the first upload. Null until it stands here: another id's page may be somebody else's. */
  readonly chrome: string | null;
}

export const STORE_IDS: StoreIds = { firefox: 'callseal@callseal.example', chrome: null };

/** What of a manifest tells where the extension came from. */
export interface Origin {
  readonly update_url?: string;
  readonly browser_specific_settings?: { readonly gecko?: unknown };
}

/**
 * The page of the store that this copy came from. Only a store's own copy says so in its manifest; the address of any
 * other would lead nowhere, or to somebody else's.
 *
 * @param id as the browser knows the extension by
 */
export function storeAddress({ update_url, browser_specific_settings }: Origin, id: string): string | undefined {
  if (browser_specific_settings) return firefoxAddress(id);
  const store = update_url && URL.canParse(update_url) ? new URL(update_url).hostname : '';
  if (store === 'clients2.google.com') return chromeAddress(id);
  if (store === 'edge.microsoft.com') return `https://microsoftedge.microsoft.com/addons/detail/${id}`;
  return undefined;
}

/**
 * The pages for whoever is invited, each with its browser's name: that of this copy's store, and that of the other kind of
 * browser, which the invited person may have. None for a copy that came from no store.
 */
export function storeAddresses(origin: Origin, id: string, ids: StoreIds): readonly string[] {
  const own = storeAddress(origin, id);
  if (!own) return [];
  const inFirefox = origin.browser_specific_settings !== undefined;
  const chrome = inFirefox ? ids.chrome && chromeAddress(ids.chrome) : own;
  const firefox = inFirefox ? own : firefoxAddress(ids.firefox);
  return [chrome && `${chrome} (Chrome, Edge)`, `${firefox} (Firefox)`].filter((each) => typeof each === 'string');
}

const chromeAddress = (id: string): string => `https://chromewebstore.google.com/detail/${id}`;
const firefoxAddress = (id: string): string => `https://addons.mozilla.org/addon/${encodeURIComponent(id)}/`;
