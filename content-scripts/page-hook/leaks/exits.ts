/**
 * Where bytes leave from the page's own thread: sockets, data channels and requests. What the page has read of pictures
 * and sound does not leave; neither does what keeps to the pace of media while it reads them.
 */
import type { SetAside } from '../../../src/call/set-aside.ts';
import { Volume } from '../../../src/leak/volume.ts';
import { tell } from '../channel.ts';
import { isOn, refusal } from '../gate.ts';
import { apply, dispatchEvent, NativePromise, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceConstructor, through } from './hooking.ts';
import { bytesOf, isBlob, isFile, isReadable } from './kinds.ts';
import { asBytes, isReading, isRecorded, marks } from './readings.ts';

const volume = new Volume();
/** Sockets and channels on which media was about to leave: they carry no binary message any more. */
const closed = new WeakSet<object>();

const NativeRequest = globalThis.Request;
const NativeProgressEvent = globalThis.ProgressEvent;
const NativeFormData = globalThis.FormData;
const nativeEntries = globalThis.FormData?.prototype.forEach;
const nativeClone = globalThis.Request?.prototype.clone;
const nativeBytes = globalThis.Request?.prototype.arrayBuffer;

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
  guardRequests();
  // Their streams could be given to a worker, and no service needs them: every client has another way.
  for (const name of ['WebTransport', 'WebSocketStream']) {
    replaceConstructor(name, (make) => {
      if (!isOn()) return make();
      tell('web-transport');
      throw refusal();
    });
  }
}

function guardRequests(): void {
  wrapMethod(prototypeOf('XMLHttpRequest'), 'send', (native, self, args) => {
    if (!isOn() || mayLeave(args[0])) return apply(native, self, args);
    apply(dispatchEvent, self as XMLHttpRequest, [new NativeProgressEvent('error')]);
    return undefined;
  });
  wrapMethod(prototypeOf('Navigator'), 'sendBeacon', (native, self, args) =>
    !isOn() || mayLeave(args[1]) ? apply(native, self, args) : false,
  );
  wrapMethod(globalThis, 'fetch', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    const [input, options] = args as [unknown, RequestInit | undefined];
    const body = options?.body;
    if (isReadable(body)) {
      const looked = through(body as ReadableStream<unknown>, (chunk) => {
        if (!mayLeave(chunk)) throw refusal();
        return chunk;
      });
      return apply(native, self, [input, { ...options, body: looked }]);
    }
    if (!mayLeave(body)) return NativePromise.reject(refusal());
    // Firefox does not say whether a request has a body.
    const holdsBody = input instanceof NativeRequest && !/^(?:GET|HEAD)$/.test(input.method) && !input.bodyUsed;
    if (!holdsBody || body) return apply(native, self, args);
    // It is inside: it is read from a copy first.
    const copy = apply(nativeBytes, apply(nativeClone, input, []), []);
    return (async () => {
      if (!mayLeave(await copy)) throw refusal();
      return apply(native, self, args);
    })();
  });
  // A request's body cannot be asked for synchronously; recorded media in it is known by its blob.
  replaceConstructor('Request', (make, args) => {
    const body = (args[1] as RequestInit | undefined)?.body;
    if (!isOn() || !holdsRecorded(body)) return make();
    tell('sending');
    throw refusal();
  });
}

/** Whether bytes may leave, and by this exit; tells the guard when not. */
function mayLeave(body: unknown, exit?: object): boolean {
  const stop = (what: SetAside): boolean => {
    tell(what);
    if (exit) closed.add(exit);
    return false;
  };
  if (body === undefined || body === null) return true;
  if (holdsRecorded(body)) return stop('sending');
  // Files that the user chose go where they were meant to.
  if (isFile(body) || body instanceof NativeFormData) return true;
  const bytes = bytesOf(body) ?? asBytes(body);
  if (bytes && marks.foundIn(bytes)) return stop('sending');
  if (isReading()) {
    const size = bytes?.byteLength ?? (isBlob(body) ? body.size : 0);
    if (volume.add(size, performance.now())) return stop('volume');
  }
  return !(exit && closed.has(exit) && typeof body !== 'string');
}

function holdsRecorded(body: unknown): boolean {
  if (isRecorded(body) || !(body instanceof NativeFormData)) return isRecorded(body);
  let found = false;
  apply(nativeEntries, body, [
    (value: FormDataEntryValue) => {
      const bytes = asBytes(value);
      if (bytes && marks.foundIn(bytes)) found = true;
    },
  ]);
  return found;
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
