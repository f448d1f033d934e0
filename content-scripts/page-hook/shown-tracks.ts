/**
 * When protection comes on in mid-call and the page's policy refuses the guard its barrier, it keeps the tracks of running
 * senders until its worker stands. Clients find their senders by their tracks, so the page goes on seeing them.
 */
import { isComingOn } from './gate.ts';
import { apply, connectionPrototype, defineProperty, getOwnPropertyDescriptor, NativeProxy } from './natives.ts';
import { noteEncodings } from './parameters.ts';

const nativeGetSenders = connectionPrototype?.getSenders;
const descriptor = globalThis.RTCRtpSender && getOwnPropertyDescriptor(globalThis.RTCRtpSender.prototype, 'track');
const nativeTrack = descriptor?.get;

const kept = new WeakMap<object, unknown>();

/** Takes note of what a connection's senders send now. */
export function noteSenders(connection: RTCPeerConnection): void {
  if (!nativeGetSenders || !nativeTrack) return;
  const senders = apply(nativeGetSenders, connection, []);
  for (let index = 0; index < senders.length; index++) {
    const sender = senders[index];
    if (!sender) continue;
    kept.set(sender, apply(nativeTrack, sender, []));
    noteEncodings(sender);
  }
}

/** Has `track` of a sender read as the page left it, while the guard keeps it. */
export function showKeptTracks(prototype: RTCRtpSender | undefined): void {
  if (!prototype || !descriptor || !nativeTrack) return;
  defineProperty(prototype, 'track', {
    ...descriptor,
    get: new NativeProxy(nativeTrack, {
      apply(native, self, args) {
        const track = apply(native, self, args) as unknown;
        return isComingOn() ? (track ?? kept.get(self as object) ?? null) : track;
      },
    }),
  });
}
