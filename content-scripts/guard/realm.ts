/** A document's global, reached from the isolated world: constructors made through it belong to that document. */
export type Realm = Window & typeof globalThis;

/** Firefox keeps the page's objects and the extension's in compartments; Chromium has neither function. */
declare const cloneInto: (<T>(value: T, realm: Window) => T) | undefined;
declare const exportFunction: (<F>(callback: F, realm: Window) => F) | undefined;

export const isFirefox = typeof cloneInto === 'function';

/** An object as the realm's constructors may read it. Never one that holds a key. */
export function ownedBy<T extends object>(realm: Realm, value: T): T {
  return typeof cloneInto === 'function' ? cloneInto(value, realm) : value;
}

/**
 * Goes through a statistics report. In Firefox it is an object of the page's compartment, whose iterators and forEach a
 * content script may not use; the helper's realm, which no page script can patch, lends its own. Figures only, no key.
 */
export function forEachStats(realm: Realm, report: RTCStatsReport, visit: (stats: RTCStats) => void): void {
  if (typeof exportFunction !== 'function') {
    report.forEach(visit);
    return;
  }
  const { RTCStatsReport: Native } = (realm as Realm & { readonly wrappedJSObject: Realm }).wrappedJSObject;
  Reflect.apply(Native.prototype.forEach, report, [exportFunction((stats: RTCStats) => visit(stats), realm)]);
}
