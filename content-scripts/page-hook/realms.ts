import { CONNECTION_NAMES, isBrowsersOwn } from './browsers-own.ts';
import { isOn } from './gate.ts';
import { apply, defineProperty, getOwnPropertyDescriptor, NativeProxy, wrapMethod } from './natives.ts';

type Realm = Window & typeof globalThis;

const { then } = Promise.prototype;
const FRAMES = ['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement'] as const;

/**
 * A frame or a window that is about to load a document has a throw-away first document which no content script sees, and
 * with it an unhooked constructor; so has the floating window of Document Picture-in-Picture. Where this document reaches
 * one it gets this document's constructor, so that its connections are handed over here. (Other ways into those realms
 * exist; see SECURITY.md.)
 */
export function coverInitialDocuments(): void {
  coverWays(globalThis as unknown as Realm);
}

/** The ways by which scripts reach windows from `realm`. */
function coverWays(realm: Realm): void {
  for (const name of FRAMES) {
    const prototype = prototypeIn(realm, name);
    coverGetter(prototype, 'contentWindow', (frame) => frame as Realm | null);
    coverGetter(prototype, 'contentDocument', (inner) => ((inner as Document | null)?.defaultView as Realm) ?? null);
  }
  wrapMethod(realm, 'open', (native, self, args) => {
    const opened = apply(native, self, args) as Realm | null;
    if (isOn()) lend(opened);
    return opened;
  });
  const floating = prototypeIn(realm, 'DocumentPictureInPicture');
  coverGetter(floating, 'window', (inner) => inner as Realm | null);
  coverGetter(prototypeIn(realm, 'DocumentPictureInPictureEvent'), 'window', (inner) => inner as Realm | null);
  wrapMethod(floating, 'requestWindow', (native, self, args) => {
    const opening = apply(native, self, args) as Promise<Realm>;
    // Beside the page, and before it: its promise stays the browser's own.
    if (isOn()) void apply(then, opening, [lend, () => undefined]);
    return opening;
  });
}

function prototypeIn(realm: Realm, name: string): object | undefined {
  return (realm as unknown as Record<string, { prototype: object } | undefined>)[name]?.prototype;
}

function coverGetter(prototype: object | undefined, name: string, windowOf: (value: unknown) => Realm | null): void {
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, name);
  if (!prototype || !descriptor?.get) return;
  defineProperty(prototype, name, {
    ...descriptor,
    get: new NativeProxy(descriptor.get, {
      apply(native, self, args) {
        const value = apply(native, self, args);
        if (isOn() && value) lend(windowOf(value));
        return value;
      },
    }),
  });
}

/** Lends this document's constructor to one that has no hook of its own, and watches the ways that lead on from there. */
function lend(realm: Realm | null): void {
  try {
    if (!realm || !isInitial(realm)) return;
    let lent = false;
    for (const name of CONNECTION_NAMES) {
      const descriptor = getOwnPropertyDescriptor(realm, name);
      const { value: ours } = getOwnPropertyDescriptor(globalThis, name) ?? {};
      const own = descriptor?.value as object | undefined;
      if (!descriptor?.configurable || !own || !isBrowsersOwn(own) || !ours) continue;
      lent = defineProperty(realm, name, {
        enumerable: descriptor.enumerable ?? false,
        configurable: true,
        // The real document takes the window over, and its hook has to find the browser's own there.
        get: () => (isInitial(realm) ? ours : own),
        set: (value: unknown) => defineProperty(realm, name, { ...descriptor, value }),
      });
    }
    if (lent) coverWays(realm);
  } catch {
    // another origin: nothing of it is reachable for the page either
  }
}

function isInitial(realm: Window): boolean {
  try {
    return realm.location.href === 'about:blank';
  } catch {
    return false; // it went to another origin
  }
}
