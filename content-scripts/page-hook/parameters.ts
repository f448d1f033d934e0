/**
 * In Chromium the guard asks for a key frame by a sender's parameters. That uses up what a page has got by getParameters
 * and not given back yet. The page's own pair must go on as if nothing had come between.
 */
import { isOn } from './gate.ts';
import { apply, NativeProxy, wrapMethod } from './natives.ts';

const nativeGet = globalThis.RTCRtpSender?.prototype.getParameters;

export function keepParameterPairs(prototype: RTCRtpSender | undefined): void {
  if (!nativeGet) return;
  /** The transaction of the parameters that the page got last, and has not given back. */
  const pending = new WeakMap<object, string>();
  wrapMethod(prototype, 'getParameters', (native, self, args) => {
    const parameters = apply(native, self, args) as RTCRtpSendParameters;
    pending.set(self as object, parameters.transactionId);
    return parameters;
  });
  wrapMethod(prototype, 'setParameters', (native, self, args) => {
    const [given] = args as [RTCRtpSendParameters | undefined];
    const before = isOn() && pending.get(self as object);
    if (!before || typeof given !== 'object' || given?.transactionId !== before) return apply(native, self, args);
    pending.delete(self as object);
    const { transactionId } = apply(nativeGet, self as RTCRtpSender, []);
    return apply(native, self, [withTransaction(given, transactionId), ...args.slice(1)]);
  });
}

/**
 * Reads like the page's parameters, but for the transaction. A copy would lose inherited members, and a proxy of the
 * object itself could not answer otherwise than a frozen one.
 */
function withTransaction(parameters: RTCRtpSendParameters, transactionId: string): unknown {
  return new NativeProxy(
    {},
    {
      get: (_, name) =>
        name === 'transactionId' ? transactionId : (parameters as unknown as Record<PropertyKey, unknown>)[name],
    },
  );
}
