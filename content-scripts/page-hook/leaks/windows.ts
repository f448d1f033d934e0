/**
 * Messages to windows of other origins. What arrives there leaves by a document that is not guarded, or not by us, and
 * nothing on this side can be hooked: the browser makes `postMessage` of such a window anew at each look. So the page gets
 * a proxy of the window, everywhere the same one, whose messages carry black pictures and silence.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, getOwnPropertyDescriptor, NativeProxy, wrapMethod } from '../natives.ts';
import { blanked } from './blank.ts';
import { prototypeOf, replaceGetter, through } from './hooking.ts';
import { blankMessage, isMedia, valuesIn } from './messages.ts';

const { get: getProperty, set: setProperty } = Reflect;
const proxies = new WeakMap<object, object>();
const documentOf = getOwnPropertyDescriptor(globalThis, 'document')?.get;

export function guardWindows(): void {
  for (const name of ['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement']) {
    replaceGetter(prototypeOf(name), 'contentWindow', (actual, frame) => {
      const inner = actual() as Window | null;
      return isOn() && inner ? guarded(inner, addressOf(frame as HTMLElement)) : inner;
    });
  }
  wrapMethod(globalThis, 'open', (native, self, args) => {
    const opened = apply(native, self, args) as Window | null;
    return isOn() && opened ? guarded(opened, args[0]) : opened;
  });
  // The page compares it with what it got above, in either order.
  replaceGetter(prototypeOf('MessageEvent'), 'source', (actual) => {
    const source = actual() as Window | null;
    return isOn() && source && isFrameBelow(source) ? guarded(source, '') : source;
  });
}

/** Whether it is a window that is reached by an element or by `open`; those around this one have names of their own. */
function isFrameBelow(source: Window | MessageEventSource): source is Window {
  return isWindow(source) && source !== self && source !== parent && source !== top && source !== opener;
}

/** A worker or a port has no `window`; that of a window of another origin may be asked for. */
function isWindow(source: Window | MessageEventSource): source is Window {
  return 'window' in source;
}

/** @param address where the window is going: until it is there its document is an empty one of this origin */
function guarded(inner: Window, address: unknown): Window {
  const known = proxies.get(inner);
  if (known) return known as Window;
  if (isWithin(inner) && !leadsAway(address)) return inner;
  const proxy = new NativeProxy(inner, {
    get(target, name) {
      if (name === 'postMessage') return (...args: unknown[]) => post(target, args);
      const value: unknown = getProperty(target, name);
      // A method of a window wants the window itself.
      return typeof value === 'function' && typeof name === 'string' && /^[a-z]/.test(name)
        ? (...args: unknown[]) => apply(value as (...given: unknown[]) => unknown, target, args)
        : value;
    },
    set: (target, name, value) => setProperty(target, name, value),
  });
  proxies.set(inner, proxy);
  return proxy;
}

function post(target: Window, args: unknown[]): void {
  const send = target.postMessage as (...given: unknown[]) => void;
  const [message, second, third] = args;
  const options = typeof second === 'object' && second !== null ? (second as WindowPostMessageOptions) : undefined;
  if (!isOn() || !valuesIn(message).some(isMedia)) {
    apply(send, target, args);
    return;
  }
  tell('frame');
  const transfer = Array.from(options?.transfer ?? (third as Transferable[] | undefined) ?? []);
  const blank = blankMessage(message, transfer, (stream) =>
    through(stream, (chunk) => (isOn() ? blanked(chunk) : chunk)),
  );
  const how = options ? [{ ...options, transfer: blank.transfer }] : [second, blank.transfer];
  apply(send, target, [blank.message, ...how]);
  blank.moved();
}

function addressOf(frame: HTMLElement): string {
  return frame.getAttribute('src') ?? frame.getAttribute('data') ?? '';
}

/** Whether this page can reach into the window's document. */
function isWithin(inner: Window): boolean {
  try {
    return documentOf !== undefined && (inner as { document?: unknown }).document !== undefined;
  } catch {
    return false;
  }
}

function leadsAway(address: unknown): boolean {
  try {
    const { origin, protocol } = new URL(address as string, document.baseURI);
    return /^https?:$/.test(protocol) && origin !== self.origin;
  } catch {
    return false; // no address: the frame stays empty
  }
}
