/**
 * The guard changes a sender's parameters: in Chromium it asks for a key frame that way, in Firefox, where it keeps the
 * tracks of senders that run when protection comes on, it has them encode nothing until its worker stands. Each change uses
 * up what a page has got by getParameters and not given back yet. The page's own pair must go on as if nothing had come
 * between.
 */
import { isComingOn, isOn, whenOpen } from './gate.ts';
import { apply, NativeProxy, wrapMethod } from './natives.ts';

const nativeGet = globalThis.RTCRtpSender?.prototype.getParameters;

/** Which encodings were on when the guard took the sender. */
const shown = new WeakMap<object, readonly boolean[]>();

/** Takes note of what encodings a sender has on now. */
export function noteEncodings(sender: RTCRtpSender): void {
  if (!nativeGet) return;
  const { encodings } = apply(nativeGet, sender, []);
  const active: boolean[] = [];
  for (let index = 0; index < encodings.length; index++) active[index] = encodings[index]?.active !== false;
  shown.set(sender, active);
}

export function keepParameterPairs(prototype: RTCRtpSender | undefined): void {
  if (!nativeGet) return;
  /** The transaction of the parameters that the page got last, and has not given back. */
  const pending = new WeakMap<object, string>();
  wrapMethod(prototype, 'getParameters', (native, self, args) => {
    const parameters = apply(native, self, args) as RTCRtpSendParameters;
    pending.set(self as object, parameters.transactionId);
    if (isComingOn()) showActive(self as object, parameters);
    return parameters;
  });
  wrapMethod(prototype, 'setParameters', (native, self, args) => {
    const set = (): unknown => {
      const [given] = args as [RTCRtpSendParameters | undefined];
      const before = isOn() && pending.get(self as object);
      if (!before || typeof given !== 'object' || given?.transactionId !== before) return apply(native, self, args);
      pending.delete(self as object);
      const { transactionId } = apply(nativeGet, self as RTCRtpSender, []);
      return apply(native, self, [withTransaction(given, transactionId), ...args.slice(1)]);
    };
    // In its turn: what it turns on must not run before it is sealed.
    return isComingOn() ? whenOpen(set) : set();
  });
}

function showActive(sender: object, { encodings }: RTCRtpSendParameters): void {
  const active = shown.get(sender);
  if (!active) return;
  for (let index = 0; index < encodings.length; index++) {
    const encoding = encodings[index];
    if (encoding) encoding.active = active[index] ?? true;
  }
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
