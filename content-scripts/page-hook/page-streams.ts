import { handOverStreams, tell } from './channel.ts';
import { isOn, isUnknown, refusal } from './gate.ts';
import {
  apply,
  getOwnPropertyDescriptor,
  NativeDOMException,
  NativeTransformStream,
  NativeTypeError,
  reader,
  wrapMethod,
} from './natives.ts';
import { hadOwnTransform } from './own-transforms.ts';

const senderOf = reader(globalThis.RTCRtpTransceiver?.prototype, 'sender');
const receiverOf = reader(globalThis.RTCRtpTransceiver?.prototype, 'receiver');
const trackOf = reader(globalThis.RTCRtpReceiver?.prototype, 'track');
const kindOf = reader(globalThis.MediaStreamTrack?.prototype, 'kind');
const NativeEncodedVideo = globalThis.RTCEncodedVideoFrame as typeof RTCEncodedVideoFrame | undefined;
const NativeEncodedAudio = globalThis.RTCEncodedAudioFrame as typeof RTCEncodedAudioFrame | undefined;

/** The transceiver of each sender and receiver that was handed over. */
const handedOver = new WeakMap<object, RTCRtpTransceiver>();
/** Senders and receivers whose encoded streams the page has. */
const taken = new WeakSet<object>();

/** The streams that pages got for their own transforms. */
const pageStreams = new WeakSet<object>();

/** Whether `value` carries encoded frames through a page's own transform: what goes in there is sealed afterwards. */
export const isPageStream = (value: object): boolean => pageStreams.has(value);

/** Whether a sender or receiver was handed over, so that its frames go through the worker. */
export const isHandedOver = (end: object): boolean => handedOver.has(end);

/** Whether the page has the encoded streams of a sender or receiver, or those that we gave it in their place. */
export const areTaken = (end: object): boolean => taken.has(end);

/** Takes note of a transceiver that is handed over. A transform that the page put there before runs no more. */
export function noteHandOver(transceiver: RTCRtpTransceiver): void {
  for (const target of [senderOf(transceiver), receiverOf(transceiver)]) {
    if (handedOver.has(target)) continue;
    handedOver.set(target, transceiver);
    if (taken.has(target) || hadOwnTransform(target)) tell('transform');
  }
}

/** How the browser begins the errors of its own streams. */
const WRITE = "Failed to execute 'write' on 'WritableStreamDefaultWriter':";

/** Passes on what the browser's own streams take, and refuses the rest with their errors. */
function checked(transceiver: RTCRtpTransceiver): Transformer<unknown, unknown> {
  const Frame = kindOf(trackOf(receiverOf(transceiver))) === 'video' ? NativeEncodedVideo : NativeEncodedAudio;
  const written = new WeakSet<object>();
  return {
    transform(frame, controller) {
      if (!Frame || !(frame instanceof Frame)) throw new NativeTypeError(`${WRITE} Invalid frame`);
      if (written.has(frame)) throw new NativeDOMException(`${WRITE} Empty frame`, 'OperationError');
      written.add(frame);
      controller.enqueue(frame);
    },
  };
}

/**
 * Chromium's createEncodedStreams. Where our transform is attached, the page's own runs inside it: when sending on the
 * clear frame before it is sealed, when receiving on what is for the decoder. The page's streams are then not the
 * browser's but ours, with the frame worker at their far ends.
 */
export function composeEncodedStreams(): void {
  for (const [side, name] of [
    ['send', 'RTCRtpSender'],
    ['receive', 'RTCRtpReceiver'],
  ] as const) {
    const prototype = globalThis[name]?.prototype;
    const getTransform = prototype && getOwnPropertyDescriptor(prototype, 'transform')?.get;
    if (!getTransform) continue;
    wrapMethod(prototype, 'createEncodedStreams', (native, self, args) => {
      apply(getTransform, self, []); // throws the browser's own error when `self` is no sender or receiver
      const target = self as object;
      const transceiver = handedOver.get(target);
      if (!transceiver && (!isOn() || isUnknown())) {
        const streams = apply(native, self, args);
        taken.add(target);
        return streams;
      }
      if (taken.has(target)) {
        throw new NativeDOMException(
          `Failed to execute 'createEncodedStreams' on '${name}': Encoded streams already created`,
          'InvalidStateError',
        );
      }
      // While protection is on every sender and receiver is handed over in the task that makes it.
      if (!transceiver) throw refusal();
      taken.add(target);
      const toPage = new NativeTransformStream();
      const fromPage = new NativeTransformStream(checked(transceiver));
      handOverStreams(transceiver, side, { readable: fromPage.readable, writable: toPage.writable });
      pageStreams.add(toPage.readable);
      return { readable: toPage.readable, writable: fromPage.writable };
    });
  }
}
