import { CONNECTION_NAMES, standsAs } from './browsers-own.ts';
import { addedFlag, adopt, handOverAll, hookedConstructor, makeNone, withFlag } from './connections.ts';
import { cleanArgument, cleanExtensionList, cleanResult } from './descriptions.ts';
import { isOn, isRefusing, whenOpen } from './gate.ts';
import { apply, connectionPrototypes, defineProperty, getOwnPropertyDescriptor, wrapMethod } from './natives.ts';
import { keepOwnTransforms } from './own-transforms.ts';
import { composeEncodedStreams } from './page-streams.ts';
import { keepParameterPairs } from './parameters.ts';
import { showKeptTracks } from './shown-tracks.ts';

/** Whatever another extension has put in this place, one of these is passed before media can flow. */
const HOLDING = [
  'addTrack',
  'addTransceiver',
  'createOffer',
  'createAnswer',
  'setLocalDescription',
  'setRemoteDescription',
  'addIceCandidate',
];

/**
 * Patches this document's prototypes, never instances: clients call through saved prototypes.
 *
 * @returns held: whether what connections do passes here; flagged: whether making them does. Another extension, which
 *   came first, may have hidden the browser's prototypes or frozen them, and fixed the constructor's name.
 */
export function installHooks(): { readonly held: boolean; readonly flagged: boolean } {
  const exists = CONNECTION_NAMES.some((name) => standsAs(name) !== undefined);
  const hooked = [...connectionPrototypes.map(hookConnections), hookSendersAndReceivers()].every(Boolean);
  const held = !exists || (hooked && connectionPrototypes.length > 0);
  if (!held) makeNone();
  return { held, flagged: CONNECTION_NAMES.map(replaceConstructor).every(Boolean) };
}

function hookConnections(prototype: RTCPeerConnection): boolean {
  const hooked = new Set<string>();
  const wrap: typeof wrapMethod = (owner, name, trap) => {
    const done = wrapMethod(owner, name, (native, self, args) => {
      if (isOn()) adopt(self as RTCPeerConnection);
      return trap(native, self, args);
    });
    if (done) hooked.add(name);
    return done;
  };
  const own = getOwnPropertyDescriptor(prototype, 'constructor');
  if (typeof own?.value === 'function') {
    defineProperty(prototype, 'constructor', { ...own, value: hookedOnce(own.value as typeof RTCPeerConnection) });
  }

  for (const name of ['addTrack', 'addTransceiver', 'addStream']) {
    wrap(prototype, name, (native, self, args) => {
      const result = apply(native, self, args);
      handOverAll(self as RTCPeerConnection);
      return result;
    });
  }
  for (const name of ['setLocalDescription', 'setRemoteDescription']) {
    wrap(prototype, name, (native, self, args) => {
      if (!isOn()) return apply(native, self, args);
      return settled(
        whenOpen(() => apply(native, self, args.length > 0 ? [cleanArgument(args[0]), ...args.slice(1)] : args)),
        () => handOverAll(self as RTCPeerConnection),
      );
    });
  }
  for (const name of ['createOffer', 'createAnswer']) {
    wrap(prototype, name, (native, self, args) => {
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
  wrap(prototype, 'addIceCandidate', (native, self, args) =>
    isOn() ? whenOpen(() => apply(native, self, args)) : apply(native, self, args),
  );
  wrap(prototype, 'setConfiguration', (native, self, args) =>
    apply(native, self, addedFlag(self as RTCPeerConnection) ? [withFlag(args[0]), ...args.slice(1)] : args),
  );
  wrap(prototype, 'getConfiguration', (native, self, args) => {
    const configuration = apply(native, self, args) as { encodedInsertableStreams?: boolean };
    // Chromium names the member always, Firefox never.
    if (configuration.encodedInsertableStreams && addedFlag(self as RTCPeerConnection)) {
      configuration.encodedInsertableStreams = false;
    }
    return configuration;
  });
  return HOLDING.every((name) => hooked.has(name));
}

function hookSendersAndReceivers(): boolean {
  wrapMethod(globalThis.RTCRtpTransceiver?.prototype, 'setHeaderExtensionsToNegotiate', (native, self, args) =>
    apply(native, self, isOn() ? [cleanExtensionList(args[0]), ...args.slice(1)] : args),
  );
  // In its turn, too: the guard gives back what it kept from a sender before the gate opens.
  const held = wrapMethod(globalThis.RTCRtpSender?.prototype, 'replaceTrack', (native, self, args) =>
    isRefusing() && !args[0] ? apply(native, self, args) : whenOpen(() => apply(native, self, args)),
  );
  showKeptTracks(globalThis.RTCRtpSender?.prototype);
  keepParameterPairs(globalThis.RTCRtpSender?.prototype);
  composeEncodedStreams();
  keepOwnTransforms();
  return held;
}

const hookedConstructors = new Map<unknown, typeof RTCPeerConnection>();

/** Both names of the constructor, and its prototype, name the same function. */
function hookedOnce(maker: typeof RTCPeerConnection): typeof RTCPeerConnection {
  const hooked = hookedConstructors.get(maker) ?? hookedConstructor(maker);
  hookedConstructors.set(maker, hooked);
  hookedConstructors.set(hooked, hooked);
  return hooked;
}

/** @returns whether the name, if there is anything behind it, now means ours */
function replaceConstructor(name: string): boolean {
  const maker = standsAs(name);
  const descriptor = getOwnPropertyDescriptor(globalThis, name);
  if (typeof maker !== 'function' || !descriptor) return maker === undefined;
  const value = hookedOnce(maker as typeof RTCPeerConnection);
  const { enumerable = false, configurable = true, writable = true } = descriptor;
  return defineProperty(globalThis, name, { value, enumerable, configurable, writable });
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
