import { isOn } from './gate.ts';
import { apply, defineProperty, getOwnPropertyDescriptor, NativePeerConnection, NativeProxy } from './natives.ts';

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
    if (!realm || !loads || realm.location.href !== 'about:blank') return;
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) {
      const descriptor = getOwnPropertyDescriptor(realm, name);
      const ours = getOwnPropertyDescriptor(globalThis, name)?.value;
      if (descriptor?.configurable && descriptor.value !== ours && NativePeerConnection && ours) {
        defineProperty(realm, name, { ...descriptor, value: ours });
      }
    }
  } catch {
    // another origin: nothing of it is reachable for the page either
  }
}
