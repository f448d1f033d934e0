import type { StreamSide } from '../../src/call/counts.ts';
import {
  CARD_TRACK,
  type FromHook,
  HAND_OVER,
  HOOK_IS_THERE,
  NAMED_EXTENSION,
  OFFER,
  PAGE_STREAMS,
  PAGE_STREAMS_PORT,
  PLAYER,
  TAKEN,
  type ToHook,
} from '../../src/protocol/hook.ts';
import { extensionName } from '../../src/sdp/extension-names.ts';
import { namedExtensions } from '../../src/sdp/header-extensions.ts';
import {
  addEventListener,
  apply,
  dispatchEvent,
  NativeEvent,
  NativeFocusEvent,
  NativeMessageChannel,
  NativeMessageEvent,
  NativeTrackEvent,
  postToPort,
  reader,
  removeEventListener,
} from './natives.ts';

/**
 * The way to the guard in the isolated world: one element that is in no tree, passed once at document_start. DOM
 * wrappers are per world but the objects are one, so a transceiver goes over in the same task. Events on `document`
 * could be taken by a capture listener of the page; those of this element it never sees. No listener here reads a
 * property of its event but by a getter that was saved at document_start: one that the page replaced would be called with
 * it and learn of the element.
 */
let channel: Element | undefined;

/**
 * Takes the guard's element. Whichever of the two scripts runs first, the second one completes it.
 *
 * @param connected called once it is there, to add listeners before the guard says anything
 */
export function connect(connected: () => void): void {
  const take = (event: Event): void => {
    event.stopImmediatePropagation();
    apply(removeEventListener, document, [OFFER, take]);
    channel = (event as FocusEvent).relatedTarget as Element;
    connected();
    apply(dispatchEvent, channel, [new NativeEvent(TAKEN)]);
  };
  document.addEventListener(OFFER, take);
  document.dispatchEvent(new NativeEvent(HOOK_IS_THERE));
}

export function tell(what: FromHook): void {
  if (channel) apply(dispatchEvent, channel, [new NativeEvent(what)]);
}

/** Says of a description that the page sets which header extensions of our list are in it, and how many others. */
export function tellOfExtensions(sdp: string): void {
  if (!channel) return;
  for (const uri of namedExtensions(sdp)) {
    apply(dispatchEvent, channel, [new NativeEvent(NAMED_EXTENSION + extensionName(uri))]);
  }
}

/** An element by which the page plays a stream. */
export function tellOfPlayer(relatedTarget: Element): void {
  if (channel) apply(dispatchEvent, channel, [new NativeFocusEvent(PLAYER, { relatedTarget })]);
}

const trackOf = reader(globalThis.MediaStreamTrackEvent?.prototype, 'track');
let given: MediaStreamTrack | undefined;

/** Has the tracks of cards come in. */
export function takeCards(): void {
  if (channel)
    apply(addEventListener, channel, [CARD_TRACK, (event: MediaStreamTrackEvent) => (given = trackOf(event))]);
}

/** @returns a track that shows a card, which the guard makes in the same task; undefined where there is no guard any more */
export function askForCard(): MediaStreamTrack | undefined {
  given = undefined;
  tell('card-wanted');
  const track = given;
  given = undefined;
  return track;
}

export function listen(what: ToHook, handler: () => void): void {
  if (channel) apply(addEventListener, channel, [what, () => handler()]);
}

/**
 * Hands one transceiver over. Synchronous.
 *
 * @returns whether the guard has taken it: not when its extension was updated or removed
 */
export function handOver(transceiver: RTCRtpTransceiver): boolean {
  return tellOf(HAND_OVER, transceiver);
}

/**
 * Hands over the far ends of the streams between which the page runs its own transform. They go by a port of their own,
 * which the worker closes behind them: an event across worlds carries ports and transceivers, and no stream.
 */
export function handOverStreams(
  transceiver: RTCRtpTransceiver,
  side: StreamSide,
  streams: { readonly readable: ReadableStream; readonly writable: WritableStream },
): void {
  if (!channel) return;
  const { port1, port2 } = new NativeMessageChannel();
  apply(postToPort, port1, [streams, [streams.readable, streams.writable]]);
  tellOf(PAGE_STREAMS[side], transceiver);
  apply(dispatchEvent, channel, [new NativeMessageEvent(PAGE_STREAMS_PORT, { ports: [port2] })]);
}

/** @returns whether a listener acknowledged it, by `preventDefault` */
function tellOf(type: string, transceiver: RTCRtpTransceiver): boolean {
  if (!channel) return false;
  const { receiver } = transceiver;
  const event = new NativeTrackEvent(type, {
    receiver,
    track: receiver.track,
    transceiver,
    cancelable: true,
  });
  return !apply(dispatchEvent, channel, [event]);
}
