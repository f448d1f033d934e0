import { handOver, tell } from './channel.ts';
import { isOn } from './gate.ts';
import {
  addEventListener,
  apply,
  construct,
  NativePeerConnection,
  NativeProxy,
  NativeTrackEvent,
  reader,
} from './natives.ts';
import { noteHandOver } from './page-streams.ts';

const transceiverOf = reader(NativeTrackEvent?.prototype, 'transceiver');
const streamsOf = reader(NativeTrackEvent?.prototype, 'streams');
const signalingStateOf = reader(NativePeerConnection?.prototype, 'signalingState');
const nativeGetTransceivers = NativePeerConnection?.prototype.getTransceivers;

/** Connections of this document, so that protection which comes on later finds them. */
const connections = new Set<WeakRef<RTCPeerConnection>>();
const forgotten = new FinalizationRegistry<WeakRef<RTCPeerConnection>>((reference) => connections.delete(reference));
/** Connections made with Chromium's fail-closed switch, and whether the page had asked for it itself. */
const flagged = new WeakMap<RTCPeerConnection, { readonly byPage: boolean }>();

/** Whether the switch is on this connection only because of us: the page must not see it, nor lose it. */
export const addedFlag = (connection: RTCPeerConnection): boolean => flagged.get(connection)?.byPage === false;

/**
 * A configuration that reads like the page's and asks for `encodedInsertableStreams` as well. Chromium then sends and
 * decodes nothing until a transform is attached, and lets one be attached at any time; Firefox does not know the member.
 * A proxy, because WebIDL also reads inherited members and getters, which a copy would lose.
 */
export function withFlag(configuration: unknown): unknown {
  if (configuration !== undefined && configuration !== null && typeof configuration !== 'object') return configuration;
  return new NativeProxy(
    {},
    {
      get: (_, name) =>
        name === 'encodedInsertableStreams'
          ? true
          : configuration
            ? (configuration as Record<PropertyKey, unknown>)[name]
            : undefined,
    },
  );
}

function asksForFlag(configuration: unknown): boolean {
  return Boolean(
    (configuration as { encodedInsertableStreams?: unknown } | null | undefined)?.encodedInsertableStreams,
  );
}

/** The page's constructor: a proxy, so that `instanceof`, subclasses, statics and errors stay the browser's. */
export function hookedConstructor(native: typeof RTCPeerConnection): typeof RTCPeerConnection {
  return new NativeProxy(native, {
    construct(target, args: unknown[], newTarget) {
      const on = isOn();
      const made = on ? [withFlag(args[0]), ...args.slice(1)] : args;
      const connection = construct(target, made, newTarget) as RTCPeerConnection;
      const byPage = asksForFlag(args[0]);
      if (on || byPage) flagged.set(connection, { byPage });
      const reference = new WeakRef(connection);
      connections.add(reference);
      forgotten.register(connection, reference);
      // Ours is the first listener: a new receiver is attached before the page or the network can use it.
      apply(addEventListener, connection, ['track', onTrack]);
      if (on) tell('connection');
      return connection;
    },
  });
}

function onTrack(event: RTCTrackEvent): void {
  if (isOn()) give(transceiverOf(event), streamsOf(event));
}

/** Hands every transceiver of a connection over; the guard attaches each sender and receiver once. */
export function handOverAll(connection: RTCPeerConnection): void {
  if (!isOn() || !nativeGetTransceivers) return;
  const transceivers = apply(nativeGetTransceivers, connection, []);
  if (transceivers.length > 0 && !flagged.has(connection)) tell('late');
  for (let index = 0; index < transceivers.length; index++) {
    const transceiver = transceivers[index];
    if (transceiver) give(transceiver, []);
  }
}

function give(transceiver: RTCRtpTransceiver, streams: readonly MediaStream[]): void {
  handOver(transceiver, streams);
  noteHandOver(transceiver);
}

/** Protection came on: what exists already is handed over too. */
export function handOverExisting(): void {
  for (const reference of connections) {
    const connection = reference.deref();
    if (!connection || signalingStateOf(connection) === 'closed') continue;
    tell('connection');
    handOverAll(connection);
  }
}
