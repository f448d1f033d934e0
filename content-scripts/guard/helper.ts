import browser from 'webextension-polyfill';
import { isFirefox, type Realm } from './realm.ts';

/** Exists in every origin, is cached and never a web app; the header rule matches exactly this address. */
const HELPER_PATH = '/robots.txt?callseal';

export function isHelperDocument(): boolean {
  return location.pathname + location.search === HELPER_PATH;
}

export interface Helper {
  readonly realm: Realm;
  /** Whether its document still stands; the page can remove what it cannot reach. */
  alive(): boolean;
  remove(): void;
}

/** One way to a same-origin document whose own policy allows our worker. */
type Rung = (place: ShadowRoot) => { readonly frame: HTMLIFrameElement; realm(): Realm | null };

const direct: Rung = (place) => {
  const frame = document.createElement('iframe');
  // Chromium: goes past the page's service worker, and is allowed under the page's COEP.
  (frame as { credentialless?: boolean }).credentialless = true;
  frame.src = HELPER_PATH;
  place.append(frame);
  return { frame, realm: () => frame.contentWindow as Realm | null };
};

/** Firefox: where the page's frame-src or service worker stops the direct frame, one inside an extension page. */
const nested: Rung = (place) => {
  const frame = document.createElement('iframe');
  frame.src = `${browser.runtime.getURL('nested-helper.html')}?origin=${encodeURIComponent(location.origin)}`;
  place.append(frame);
  return { frame, realm: () => (frame.contentWindow?.[0] ?? null) as Realm | null };
};

const RUNGS: readonly Rung[] = isFirefox ? [direct, nested] : [direct];

/**
 * Makes the helper frame, by the first way that this page and its server allow.
 *
 * @param tryRealm starts the worker there; resolves to false when the realm's policy refuses it
 * @param deadline milliseconds for all ways together
 * @returns undefined when no way works in time
 */
export async function makeHelper(
  tryRealm: (realm: Realm) => Promise<boolean>,
  deadline: number,
): Promise<Helper | undefined> {
  const end = performance.now() + deadline;
  for (const [index, rung] of RUNGS.entries()) {
    const host = document.createElement('div');
    host.hidden = true;
    const place = host.attachShadow({ mode: 'closed' });
    document.documentElement.append(host);
    const { frame, realm } = rung(place);
    const left = (end - performance.now()) / (RUNGS.length - index);
    const helper: Helper = {
      get realm() {
        return realm() as Realm;
      },
      alive: () => host.isConnected && realm() !== null && isOurs(realm()),
      remove: () => host.remove(),
    };
    if ((await usable(frame, realm, left)) && (await tryRealm(helper.realm))) return helper;
    helper.remove();
  }
  return undefined;
}

/** Resolves once the helper's own document is there, or to false at the first sign that it will not be, or in time. */
function usable(frame: HTMLIFrameElement, realm: () => Realm | null, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (answer: boolean): void => {
      clearTimeout(timer);
      frame.removeEventListener('load', loaded);
      resolve(answer);
    };
    const loaded = (): void => {
      if (isOurs(realm())) finish(true);
      else if (!pending(realm())) finish(false);
    };
    const timer = setTimeout(() => finish(isOurs(realm())), milliseconds);
    frame.addEventListener('load', loaded);
  });
}

/** The first, empty document of a frame: its real one is still to come. */
function pending(realm: Realm | null): boolean {
  try {
    return realm?.location.href === 'about:blank';
  } catch {
    return false;
  }
}

/** The document is the one that was asked for, loaded whole, and no service worker of the page stands behind it. */
function isOurs(realm: Realm | null): realm is Realm {
  try {
    return (
      realm !== null &&
      realm.location.pathname + realm.location.search === HELPER_PATH &&
      realm.document.readyState === 'complete' &&
      !realm.navigator.serviceWorker?.controller
    );
  } catch {
    return false; // an error page, or another origin after a redirect
  }
}
