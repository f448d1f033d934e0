import { findConnectionPrototypes } from './browsers-own.ts';

/**
 * Originals, captured at document_start before any script of the page runs. The page may replace every global later;
 * nothing of the hook looks one up again.
 */
export const { apply, construct, getOwnPropertyDescriptor, defineProperty } = Reflect;
export const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;
export const NativeProxy = Proxy;
export const NativeEvent = Event;
export const NativeFocusEvent = globalThis.FocusEvent;
export const NativeDOMException = DOMException;
export const NativePromise = Promise;
export const NativeTypeError = TypeError;
export const NativeRangeError = RangeError;
export const NativeURL = URL;
export const NativeBlob = Blob;
export const NativeBroadcastChannel = BroadcastChannel;
export const nativeCreateObjectURL = URL.createObjectURL.bind(URL);
export const nativeRevokeObjectURL = URL.revokeObjectURL.bind(URL);
export const nativeSetTimeout = setTimeout;
export const nativeClearTimeout = clearTimeout;
/** None in a document without WebRTC, such as an insecure one with a policy against it. */
export const connectionPrototypes: readonly RTCPeerConnection[] = findConnectionPrototypes();
export const connectionPrototype = connectionPrototypes[0];
export const NativeTrackEvent = globalThis.RTCTrackEvent;
export const NativeSessionDescription = globalThis.RTCSessionDescription;
export const NativeMessageChannel = MessageChannel;
export const NativeMessageEvent = MessageEvent;
export const NativeTransformStream = TransformStream;
export const { postMessage: postToPort } = MessagePort.prototype;

/** Calls the original getter `name` of `prototype` on `object`. */
export function reader<T extends object, K extends keyof T>(prototype: T | undefined, name: K): (object: T) => T[K] {
  const get = prototype && getOwnPropertyDescriptor(prototype, name)?.get;
  return (object) => (get ? apply(get, object, []) : object[name]);
}

/**
 * Replaces a method by a proxy of itself: name, length, errors for a wrong receiver and the property's own shape stay.
 * Does nothing where the browser has no such method.
 *
 * @returns whether the method now goes by way of `trap`: not where another extension has frozen the prototype
 */
export function wrapMethod(
  prototype: object | undefined,
  name: string,
  trap: (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]) => unknown,
): boolean {
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, name);
  if (!prototype || typeof descriptor?.value !== 'function') return false;
  return defineProperty(prototype, name, {
    ...descriptor,
    value: new NativeProxy(descriptor.value, { apply: (native, self, args: unknown[]) => trap(native, self, args) }),
  });
}
