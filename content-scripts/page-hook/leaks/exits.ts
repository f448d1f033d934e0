/** Sockets and data channels, by which bytes leave from the page's own thread. */
import { tell } from '../channel.ts';
import { isOn, refusal } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceConstructor } from './hooking.ts';
import { mayLeave } from './leaving.ts';

/** Known before a byte of theirs has left: Zoom's client carries all media on these. */
const MEDIA_CHANNELS: readonly string[] = ['ZoomWebclientVideoDataChannel', 'ZoomWebclientAudioDataChannel'];
const MEDIA_SOCKET = /^wss?:\/\/[^/]+\/wc\/media\//;

export function guardExits(): void {
  wrapMethod(prototypeOf('WebSocket'), 'send', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    if (isMediaSocket(self as WebSocket)) return refuseMediaChannel();
    return mayLeave(args[0], self as object) ? apply(native, self, args) : undefined;
  });
  wrapMethod(prototypeOf('RTCDataChannel'), 'send', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    if (isMediaChannel(self as RTCDataChannel)) return refuseMediaChannel();
    return mayLeave(args[0], self as object) ? apply(native, self, args) : undefined;
  });
  wrapMethod(prototypeOf('RTCPeerConnection'), 'createDataChannel', (native, self, args) => {
    const channel = apply(native, self, args) as RTCDataChannel;
    if (isOn() && isMediaChannel(channel)) refuseMediaChannel();
    return channel;
  });
  // Their streams could be given to a worker, and no service needs them: every client has another way.
  for (const name of ['WebTransport', 'WebSocketStream']) {
    replaceConstructor(name, (make) => {
      if (!isOn()) return make();
      tell('web-transport');
      throw refusal();
    });
  }
}

function isMediaChannel({ label }: RTCDataChannel): boolean {
  return MEDIA_CHANNELS.includes(label);
}

function isMediaSocket({ url }: WebSocket): boolean {
  return MEDIA_SOCKET.test(url);
}

function refuseMediaChannel(): undefined {
  tell('media-channel');
  return undefined;
}
