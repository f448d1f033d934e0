import browser from 'webextension-polyfill';
import type { Way } from '../../src/protocol/circumstances.ts';
import { isFirefox, type Realm } from './realm.ts';

/** Exists in every origin, is cached and never a web app; the header rule matches exactly this address. */
const HELPER_PATH = '/robots.txt?callseal';

/**
 * The same file in an agent cluster of its own: a page with a Document-Isolation-Policy reaches no frame without the very
 * same one. The header rules give each address the policy that it is named by.
 */
const POLICIES = ['isolate-and-require-corp', 'isolate-and-credentialless'] as const;
const isolatedPath = (policy: (typeof POLICIES)[number]): string => `${HELPER_PATH}=${policy}`;

export const isHelperDocument = (): boolean => isHelperAt(location);

function isHelperAt({ pathname, search }: Location): boolean {
  return [HELPER_PATH, ...POLICIES.map(isolatedPath)].includes(pathname + search);
}

const places = new WeakSet<Element>();

/** Whether an element of this document holds a helper, which is no frame of the page. */
export function isHelperPlace(element: Element): boolean {
  return places.has(element);
}

export interface Helper {
  readonly realm: Realm;
  readonly way: Way;
  /** Whether its document still stands; the page can remove what it cannot reach. */
  alive(): boolean;
  remove(): void;
}

/** One way to a same-origin document whose own policy allows our worker. */
type Rung = (place: ShadowRoot) => { readonly frame: HTMLIFrameElement; realm(): Realm | null };

/** As in a page of HTML, whatever type of document this one is. */
function makeElement<K extends 'div' | 'iframe'>(name: K): HTMLElementTagNameMap[K] {
  return document.createElementNS('http://www.w3.org/1999/xhtml', name) as HTMLElementTagNameMap[K];
}

const directTo =
  (path: string): Rung =>
  (place) => {
    const frame = makeElement('iframe');
    // Chromium: goes past the page's service worker, and is allowed under the page's COEP.
    (frame as { credentialless?: boolean }).credentialless = true;
    // Whole, because a page may state another base; its own address may be none, as in an empty document.
    frame.src = window.origin + path;
    place.append(frame);
    return { frame, realm: () => frame.contentWindow as Realm | null };
  };

/** Firefox: where the page's frame-src or service worker stops the direct frame, one inside an extension page. */
const nested: Rung = (place) => {
  const frame = makeElement('iframe');
  frame.src = `${browser.runtime.getURL('nested-helper.html')}?origin=${encodeURIComponent(window.origin)}`;
  place.append(frame);
  return { frame, realm: () => firstFrameIn(frame.contentWindow) };
};

function firstFrameIn(page: Window | null): Realm | null {
  try {
    return (page?.[0] ?? null) as Realm | null;
  } catch {
    return null; // a window of another origin throws for a frame that it does not have
  }
}

const direct = ['direct', directTo(HELPER_PATH)] as const;

function rungs(): readonly (readonly [Way, Rung])[] {
  if (isFirefox) return [direct, ['nested', nested]];
  if (!window.crossOriginIsolated) return [direct];
  return [direct, ...POLICIES.map((policy) => [policy, directTo(isolatedPath(policy))] as const)];
}

/**
 * Why there is no worker: the page, its server or a policy says no, or nobody has said anything in time. A busy machine
 * and a slow server are late; so is a server that never answers, which cannot be told from them.
 */
export type Hindrance = 'refused' | 'late';

/**
 * Makes the helper frame, by the first way that this page and its server allow.
 *
 * @param startIn starts the worker in a realm, within the milliseconds given
 * @param deadline milliseconds for all ways together
 * @param attempt counted from 0: each begins with another way, so that one which hangs does not hang all of them
 */
export async function makeHelper<T extends object>(
  startIn: (realm: Realm, deadline: number) => Promise<T | Hindrance>,
  deadline: number,
  attempt: number,
): Promise<{ readonly helper: Helper; readonly started: T } | Hindrance> {
  // An opaque origin, as of a sandbox, reaches into no frame at all.
  if (window.origin === 'null') return 'refused';
  const end = performance.now() + deadline;
  const left = (): number => end - performance.now();
  let refused = false;
  const ways = rungs();
  for (const index of ways.keys()) {
    const [way, rung] = ways[(attempt + index) % ways.length] ?? direct;
    const host = makeElement('div');
    host.hidden = true;
    places.add(host);
    const place = host.attachShadow({ mode: 'closed' });
    (await rootOf(document)).append(host);
    const { frame, realm } = rung(place);
    const helper: Helper = {
      way,
      get realm() {
        return realm() as Realm;
      },
      alive: () => host.isConnected && realm() !== null && isOurs(realm()),
      remove: () => host.remove(),
    };
    const hindrance = await hindranceOf(frame, realm, left());
    const started = hindrance ?? (await startIn(helper.realm, left()));
    if (typeof started === 'object') return { helper, started };
    helper.remove();
    if (started === 'late') return refused ? 'refused' : 'late';
    refused = true;
  }
  return 'refused';
}

/** The root element; a page that is being rewritten has none for a while. */
function rootOf(page: Document): Promise<Element> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (page.documentElement) resolve(page.documentElement);
      return page.documentElement !== null;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(page, { childList: true });
  });
}

/** Resolves once the helper's own document is there, at the first sign that it will not be, or in time. */
function hindranceOf(
  frame: HTMLIFrameElement,
  realm: () => Realm | null,
  milliseconds: number,
): Promise<Hindrance | undefined> {
  return new Promise((resolve) => {
    const finish = (answer: Hindrance | undefined): void => {
      clearTimeout(timer);
      frame.removeEventListener('load', loaded);
      resolve(answer);
    };
    const loaded = (): void => {
      if (isOurs(realm())) finish(undefined);
      else if (!pending(realm())) finish('refused');
    };
    // A frame that the page took away loads nothing, and says nothing.
    const atTheEnd = (): Hindrance | undefined =>
      isOurs(realm()) ? undefined : frame.isConnected ? 'late' : 'refused';
    const timer = setTimeout(() => finish(atTheEnd()), milliseconds);
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
      isHelperAt(realm.location) &&
      realm.document.readyState === 'complete' &&
      !realm.navigator.serviceWorker?.controller
    );
  } catch {
    return false; // an error page, or another origin after a redirect
  }
}
