import { isOn } from './gate.ts';
import { apply, defineProperty, getOwnPropertyDescriptor, NativeProxy } from './natives.ts';

/**
 * A frame that is about to load a document has a throw-away first document which no content script sees, and with it
 * an unhooked constructor. Reached through `contentWindow` or `contentDocument` it gets this document's constructor,
 * so that its connections are handed over here. (Other ways into that realm exist; see SECURITY.md.)
 */
export function coverInitialDocuments(): void {
  for (const name of ['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement'] as const) {
    const prototype = (globalThis as unknown as Record<string, { prototype: object } | undefined>)[name]?.prototype;
    if (!prototype) continue;
    cover(prototype, 'contentWindow', (frame) => frame as Window | null);
    cover(prototype, 'contentDocument', (inner) => (inner as Document | null)?.defaultView ?? null);
  }
}

function cover(prototype: object, name: string, windowOf: (value: unknown) => Window | null): void {
  const descriptor = getOwnPropertyDescriptor(prototype, name);
  if (!descriptor?.get) return;
  defineProperty(prototype, name, {
    ...descriptor,
    get: new NativeProxy(descriptor.get, {
      apply(native, self, args) {
        const value = apply(native, self, args);
        if (isOn() && value) lend(windowOf(value), self as Element);
        return value;
      },
    }),
  });
}

function lend(realm: Window | null, frame: Element): void {
  try {
    // Frames without an address of their own are reached by the content scripts in time.
    const loads =
      frame.hasAttribute('srcdoc') || /^(?!about:blank|javascript:)./i.test(frame.getAttribute('src') ?? '');
    if (!realm || !loads || !isInitial(realm)) return;
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) {
      const descriptor = getOwnPropertyDescriptor(realm, name);
      const { value: ours } = getOwnPropertyDescriptor(globalThis, name) ?? {};
      const own = descriptor?.value as unknown;
      if (!descriptor?.configurable || !own || !ours) continue;
      defineProperty(realm, name, {
        enumerable: descriptor.enumerable ?? false,
        configurable: true,
        // The real document takes the window over, and its hook has to find the browser's own there.
        get: () => (isInitial(realm) ? ours : own),
        set: (value: unknown) => defineProperty(realm, name, { ...descriptor, value }),
      });
    }
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
