/**
 * Chromium sends and decodes nothing on a connection that was made with its fail-closed switch until somebody takes the
 * frames. Where protection turns out to be off, or was switched off since, this lets them pass as they are.
 */
import { apply, reader } from './natives.ts';
import { hadOwnTransform } from './own-transforms.ts';
import { areTaken, isHandedOver } from './page-streams.ts';

type Ends = { readonly readable: ReadableStream; readonly writable: WritableStream };
type Take = (() => Ends) | undefined;

const takes = [globalThis.RTCRtpSender, globalThis.RTCRtpReceiver].map(
  (end) => (end?.prototype as { createEncodedStreams?: () => Ends } | undefined)?.createEncodedStreams,
);
const senderOf = reader(globalThis.RTCRtpTransceiver?.prototype, 'sender');
const receiverOf = reader(globalThis.RTCRtpTransceiver?.prototype, 'receiver');
const { pipeTo } = ReadableStream.prototype;
const { then } = Promise.prototype;
const passed = new WeakSet<object>();

/** Lets both sides of a transceiver pass that the guard has not got. */
export function passThrough(transceiver: RTCRtpTransceiver): void {
  pass(senderOf(transceiver), takes[0]);
  pass(receiverOf(transceiver), takes[1]);
}

function pass(end: RTCRtpSender | RTCRtpReceiver, take: Take): void {
  if (!take || passed.has(end) || areTaken(end) || hadOwnTransform(end) || isHandedOver(end)) return;
  passed.add(end);
  const streams = streamsOf(end, take);
  if (!streams) return;
  const { readable, writable } = streams;
  // It ends with the connection.
  void apply(then, apply(pipeTo, readable, [writable]), [undefined, () => undefined]);
}

/** None where the page has them, by a method that another extension saved before it was hooked. */
function streamsOf(end: RTCRtpSender | RTCRtpReceiver, take: NonNullable<Take>): Ends | undefined {
  try {
    return apply(take, end, []);
  } catch {
    return undefined;
  }
}
