/**
 * Listeners of the window that were there before any of the page's, in the capture phase. `document.open()` takes all
 * listeners away, as editors do in frames of their own: they are put back at the end of that task. What the page has put on
 * the window in the same task comes before them then, and nothing that is further inside.
 */
type Listener = (event: Event) => void;

const listeners: (readonly [string, Listener])[] = [];
let observer: MutationObserver | undefined;

/** @param listener called for each event of this type, before the page */
export function listenFirst<K extends keyof WindowEventMap>(
  type: K,
  listener: (event: WindowEventMap[K]) => void,
): void {
  listeners.push([type, listener as Listener]);
  addAll();
  if (observer) return;
  observer = new MutationObserver(addAll);
  observer.observe(document, { childList: true });
}

/** Those that are there stay where they are. */
function addAll(): void {
  for (const [type, listener] of listeners) addEventListener(type, listener, true);
}
