import { tell } from './channel.ts';
import { addedFlag, handOverAll, hookedConstructor, withFlag } from './connections.ts';
import { cleanArgument, cleanExtensionList, cleanResult } from './descriptions.ts';
import { isBroken, isOn, refusal, whenOpen } from './gate.ts';
import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  NativePeerConnection,
  NativePromise,
  NativeProxy,
  NativeScriptTransform,
  NativeTypeError,
  wrapMethod,
} from './natives.ts';
import { composeEncodedStreams } from './page-streams.ts';
import { keepParameterPairs } from './parameters.ts';

/** Patches this document's prototypes, never instances: clients call through saved prototypes. */
export function installHooks(): void {
  if (!NativePeerConnection) return;
  replaceConstructor(NativePeerConnection);
  const { prototype } = NativePeerConnection;

  for (const name of ['addTrack', 'addTransceiver', 'addStream']) {
    wrapMethod(prototype, name, (native, self, args) => {
      const result = apply(native, self, args);
      handOverAll(self as RTCPeerConnection);
      return result;
    });
  }
  for (const name of ['setLocalDescription', 'setRemoteDescription']) {
    wrapMethod(prototype, name, (native, self, args) => {
      if (!isOn()) return apply(native, self, args);
      return settled(
        whenOpen(() => apply(native, self, args.length > 0 ? [cleanArgument(args[0]), ...args.slice(1)] : args)),
        () => handOverAll(self as RTCPeerConnection),
      );
    });
  }
  for (const name of ['createOffer', 'createAnswer']) {
    wrapMethod(prototype, name, (native, self, args) => {
      if (!isOn()) return apply(native, self, args);
      const [success] = args;
      const legacy = typeof success === 'function';
      const passed = legacy ? [(made: unknown) => success(cleanResult(made)), ...args.slice(1)] : args;
      // A legacy offerToReceive option makes transceivers before the promise resolves.
      const made = settled(
        whenOpen(() => apply(native, self, passed)),
        () => handOverAll(self as RTCPeerConnection),
      );
      return legacy ? made : then(made, cleanResult);
    });
  }
  wrapMethod(prototype, 'addIceCandidate', (native, self, args) =>
    isOn() ? whenOpen(() => apply(native, self, args)) : apply(native, self, args),
  );
  wrapMethod(prototype, 'setConfiguration', (native, self, args) =>
    apply(native, self, addedFlag(self as RTCPeerConnection) ? [withFlag(args[0]), ...args.slice(1)] : args),
  );
  wrapMethod(prototype, 'getConfiguration', (native, self, args) => {
    const configuration = apply(native, self, args) as { encodedInsertableStreams?: boolean };
    // Chromium names the member always, Firefox never.
    if (configuration.encodedInsertableStreams && addedFlag(self as RTCPeerConnection)) {
      configuration.encodedInsertableStreams = false;
    }
    return configuration;
  });
  wrapMethod(globalThis.RTCRtpTransceiver?.prototype, 'setHeaderExtensionsToNegotiate', (native, self, args) =>
    apply(native, self, isOn() ? [cleanExtensionList(args[0]), ...args.slice(1)] : args),
  );
  wrapMethod(globalThis.RTCRtpSender?.prototype, 'replaceTrack', (native, self, args) =>
    isBroken() && args[0] ? NativePromise.reject(refusal()) : apply(native, self, args),
  );
  keepParameterPairs(globalThis.RTCRtpSender?.prototype);
  composeEncodedStreams();
  ownTransform(globalThis.RTCRtpSender?.prototype);
  ownTransform(globalThis.RTCRtpReceiver?.prototype);
}

function replaceConstructor(native: typeof RTCPeerConnection): void {
  const hooked = hookedConstructor(native);
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) {
    const descriptor = getOwnPropertyDescriptor(globalThis, name);
    if (descriptor?.value === native) defineProperty(globalThis, name, { ...descriptor, value: hooked });
  }
  const descriptor = getOwnPropertyDescriptor(native.prototype, 'constructor');
  if (descriptor) defineProperty(native.prototype, 'constructor', { ...descriptor, value: hooked });
}

/**
 * While protection is on the page's own transform is kept, shown back to it and never run: it would take the place of
 * ours. The user is told that a feature of the page is off.
 */
function ownTransform(prototype: object | undefined): void {
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, 'transform');
  const { get, set } = descriptor ?? {};
  if (!prototype || !descriptor || !get || !set) return;
  const kept = new WeakMap<object, unknown>();
  defineProperty(prototype, 'transform', {
    ...descriptor,
    get: new NativeProxy(get, {
      apply(native, self, args) {
        const actual = apply(native, self, args);
        return isOn() ? (kept.get(self) ?? null) : actual;
      },
    }),
    set: new NativeProxy(set, {
      apply(native, self, args) {
        if (!isOn()) return apply(native, self, args);
        apply(get, self, []); // throws the browser's own error when `self` is no sender or receiver
        const [value] = args;
        if (
          value !== null &&
          value !== undefined &&
          !(NativeScriptTransform && value instanceof NativeScriptTransform)
        ) {
          throw new NativeTypeError(
            "Failed to set the 'transform' property: the value is not of type 'RTCRtpScriptTransform'.",
          );
        }
        kept.set(self, value ?? null);
        if (value) tell('transform');
        return undefined;
      },
    }),
  });
}

function then(promise: unknown, next: (value: unknown) => unknown): unknown {
  return (async () => next(await promise))();
}

/** `promise`'s outcome, after `action` has run on its success: before the page's own continuation. */
function settled(promise: unknown, action: () => void): unknown {
  return then(promise, (value) => {
    action();
    return value;
  });
}
