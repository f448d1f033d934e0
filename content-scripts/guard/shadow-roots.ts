import browser from 'webextension-polyfill';

/** Both browsers let an extension see closed shadow roots, each in its own way. */
type Dom = { openOrClosedShadowRoot(element: Element): ShadowRoot | null };

/** The shadow root of an element, closed or not. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  const own = (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  if (own !== undefined) return own;
  return element instanceof HTMLElement
    ? (browser as unknown as { dom: Dom }).dom.openOrClosedShadowRoot(element)
    : null;
}
