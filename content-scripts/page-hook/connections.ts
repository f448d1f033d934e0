import { isBrowsersOwn } from './browsers-own.ts';
import { handOver, tell } from './channel.ts';
import { abandon, isOn, isUnknown, refusal, wasOff, wasOn } from './gate.ts';
import {
  addEventListener,
  apply,
  connectionPrototype,
  construct,
  getOwnPropertyDescriptor,
  NativeEvent,
  NativeProxy,
  NativeTrackEvent,
  reader,
} from './natives.ts';
import { settleOwnTransforms } from './own-transforms.ts';
import { noteHandOver } from './page-streams.ts';
import { passThrough } from './pass-through.ts';
import { noteSenders } from './shown-tracks.ts';

const { ownKeys } = Reflect;
const transceiverOf = reader(NativeTrackEvent?.prototype, 'transceiver');
const currentTargetOf = reader(NativeEvent.prototype, 'currentTarget');
const signalingStateOf = reader(connectionPrototype, 'signalingState');
const nativeGetTransceivers = connectionPrototype?.getTransceivers;
const nativeGetConfiguration = connectionPrototype?.getConfiguration;

/** Chromium's fail-closed switch: a member of a connection's configuration. */
const FLAG = 'encodedInsertableStreams';
const senderOf = reader(globalThis.RTCRtpTransceiver?.prototype, 'sender');
const nativeReplaceTrack = globalThis.RTCRtpSender?.prototype.replaceTrack;

/** Connections of this document, so that protection which comes on later finds them. */
const connections = new Set<WeakRef<RTCPeerConnection>>();
const forgotten = new FinalizationRegistry<WeakRef<RTCPeerConnection>>((reference) => connections.delete(reference));
const known = new WeakSet<object>();
/** Transceivers that the guard has taken. What it attached seals on when it is gone. */
const taken = new WeakSet<object>();
/** Those that went by way of our constructor while protection was on. */
const madeOn = new WeakSet<object>();
/** Connections whose fail-closed switch is on because of us: the page must not see it, nor lose it. */
const flaggedByUs = new WeakSet<object>();

let cannotHold = false;

/** From now on no connection is made while protection is on: what it does would not pass by the hook. */
export function makeNone(): void {
  cannotHold = true;
}

export const addedFlag = (connection: RTCPeerConnection): boolean => flaggedByUs.has(connection);

/**
 * A configuration that reads like the page's and asks for `encodedInsertableStreams` as well. Chromium then sends and
 * decodes nothing until a transform is attached, and lets one be attached at any time; Firefox does not know the member.
 * A proxy, because WebIDL also reads inherited members and getters, which a copy would lose. Whoever copies it, as
 * another extension's constructor may, gets the page's own members and this one.
 */
export function withFlag(configuration: unknown): unknown {
  if (configuration !== undefined && configuration !== null && typeof configuration !== 'object') return configuration;
  const given = (configuration ?? {}) as Record<PropertyKey, unknown>;
  return new NativeProxy({} as typeof given, {
    get: (_, name) => (name === FLAG ? true : given[name]),
    has: (_, name) => name === FLAG || name in given,
    ownKeys: () => [...ownKeys(given).filter((name) => name !== FLAG), FLAG],
    // As one that can be configured, which a proxy may say of what its target does not have.
    getOwnPropertyDescriptor: (_, name) =>
      name === FLAG || getOwnPropertyDescriptor(given, name)
        ? {
            value: name === FLAG ? true : given[name],
            enumerable: name === FLAG || getOwnPropertyDescriptor(given, name)?.enumerable === true,
            configurable: true,
            writable: true,
          }
        : undefined,
  });
}

function asksForFlag(configuration: unknown): boolean {
  return Boolean((configuration as Record<string, unknown> | null | undefined)?.[FLAG]);
}

/** Whether the browser itself says that it keeps everything back until there is a transform. Never in Firefox. */
function isFlagged(connection: RTCPeerConnection): boolean {
  if (!nativeGetConfiguration) return false;
  return (apply(nativeGetConfiguration, connection, []) as Record<string, unknown>)[FLAG] === true;
}

/**
 * The page's constructor: a proxy, so that `instanceof`, subclasses, statics and errors stay as they are.
 *
 * @param maker what stands under the constructor's name: the browser's own, or what another extension has put there
 */
export function hookedConstructor(maker: typeof RTCPeerConnection): typeof RTCPeerConnection {
  return new NativeProxy(maker, {
    construct(target, args: unknown[], newTarget) {
      const on = isOn();
      // Its methods would not pass here.
      if (on && cannotHold) throw refusal();
      const made = on ? [withFlag(args[0]), ...args.slice(1)] : args;
      const connection = construct(target, made, newTarget) as RTCPeerConnection;
      adopt(connection);
      if (!known.has(connection)) {
        // Another extension's own class, with a connection of the browser's hidden in it.
        tell('unheld');
        if (on) throw refusal();
        return connection;
      }
      if (!on) return connection;
      madeOn.add(connection);
      if (!isFlagged(connection)) tell(isBrowsersOwn(maker) ? 'flag-dropped' : 'unflagged');
      else if (!asksForFlag(args[0])) flaggedByUs.add(connection);
      return connection;
    },
  });
}

/**
 * Takes note of a connection, when it is made or, where another extension made it behind the hook, at the first call of
 * one of its methods.
 */
export function adopt(connection: RTCPeerConnection): void {
  if (known.has(connection) || !isConnection(connection)) return;
  known.add(connection);
  const reference = new WeakRef(connection);
  connections.add(reference);
  forgotten.register(connection, reference);
  // Ours is the first listener: a new receiver is attached before the page or the network can use it.
  apply(addEventListener, connection, ['track', onTrack]);
  // Whoever saved the browser's methods before they were hooked cannot keep these from us.
  const look = (): void => handOverAll(connection);
  apply(addEventListener, connection, ['negotiationneeded', look]);
  apply(addEventListener, connection, ['signalingstatechange', look]);
  if (isOn()) tell('connection');
}

function isConnection(value: RTCPeerConnection): boolean {
  try {
    return signalingStateOf(value) !== undefined;
  } catch {
    return false;
  }
}

function onTrack(event: RTCTrackEvent): void {
  const transceiver = transceiverOf(event);
  if (isOn()) give(transceiver);
  else if (addedFlag(currentTargetOf(event) as RTCPeerConnection)) passThrough(transceiver);
}

/**
 * Hands every transceiver of a connection over; the guard attaches each sender and receiver once. As long as it is not
 * known whether protection is on it only has them send nothing. Where protection was switched off it only takes note of
 * them, since it says in the page whether anything is sent in clear.
 */
export function handOverAll(connection: RTCPeerConnection): void {
  if (!nativeGetTransceivers) return;
  const transceivers = apply(nativeGetTransceivers, connection, []);
  if (!isOn()) {
    for (let index = 0; index < transceivers.length; index++) {
      const transceiver = transceivers[index];
      if (transceiver && addedFlag(connection)) passThrough(transceiver);
      if (transceiver && wasOn()) handOver(transceiver);
    }
    return;
  }
  if (!isUnknown() && transceivers.length > 0 && !isFlagged(connection)) {
    tell(wasOff() && !madeOn.has(connection) ? 'late' : 'unflagged');
  }
  for (let index = 0; index < transceivers.length; index++) {
    const transceiver = transceivers[index];
    if (transceiver) give(transceiver);
  }
}

function give(transceiver: RTCRtpTransceiver): void {
  const isTaken = handOver(transceiver);
  // The guard has it send nothing for now, and gets it once more.
  if (isUnknown()) return;
  if (isTaken) taken.add(transceiver);
  else if (!taken.has(transceiver)) {
    // Nobody seals what it sends: it gets nothing to send, and nothing is negotiated any more.
    abandon();
    void apply(nativeReplaceTrack, senderOf(transceiver), [null]).catch(() => undefined); // closed meanwhile
  }
  noteHandOver(transceiver);
}

/** Protection came on or is off: what exists already is handed over too, or let pass. */
export function handOverExisting(): void {
  settleOwnTransforms();
  for (const reference of connections) {
    const connection = reference.deref();
    if (!connection || signalingStateOf(connection) === 'closed') continue;
    if (isOn()) {
      tell('connection');
      noteSenders(connection);
    }
    handOverAll(connection);
  }
}
