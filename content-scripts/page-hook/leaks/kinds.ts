/** Constructors of what holds pictures and sound, saved at document_start; undefined where the browser has none. */
import { apply, getOwnPropertyDescriptor } from '../natives.ts';

type Constructor<T> = (new (...args: never[]) => T) | undefined;

function saved<T>(name: string): Constructor<T> {
  const value = (globalThis as Record<string, unknown>)[name];
  return typeof value === 'function' ? (value as Constructor<T>) : undefined;
}

export const NativeVideoFrame = saved<VideoFrame>('VideoFrame') as typeof VideoFrame | undefined;
export const NativeAudioData = saved<AudioData>('AudioData') as typeof AudioData | undefined;
export const NativeOffscreenCanvas = saved<OffscreenCanvas>('OffscreenCanvas') as typeof OffscreenCanvas | undefined;
const NativeUint8Array = Uint8Array;
/** Undefined where a policy leaves a document without WebAssembly. */
export const NativeWasmMemory = globalThis.WebAssembly?.Memory as typeof WebAssembly.Memory | undefined;
const NativeImageBitmap = saved<ImageBitmap>('ImageBitmap');
const NativeImageData = saved<ImageData>('ImageData');
const NativeBlob = saved<Blob>('Blob');
const NativeFile = saved<File>('File');
const NativeVideo = saved<HTMLVideoElement>('HTMLVideoElement');
const NativeStream = saved<MediaStream>('MediaStream');
const NativeReadable = saved<ReadableStream>('ReadableStream');
const NativeTrack = saved<MediaStreamTrack>('MediaStreamTrack');
const NativeDataChannel = saved<RTCDataChannel>('RTCDataChannel');
const NativePort = saved<MessagePort>('MessagePort');
const NativeShared = saved<SharedArrayBuffer>('SharedArrayBuffer');

const is =
  <T>(kind: Constructor<T>) =>
  (value: unknown): value is T =>
    kind !== undefined && value instanceof kind;

export const isVideoFrame = is<VideoFrame>(NativeVideoFrame);
export const isAudioData = is<AudioData>(NativeAudioData);
export const isOffscreenCanvas = is<OffscreenCanvas>(NativeOffscreenCanvas);
export const isBitmap = is(NativeImageBitmap);
export const isImageData = is(NativeImageData);
export const isBlob = is(NativeBlob);
export const isFile = is(NativeFile);
export const isReadable = is(NativeReadable);
export const isTrack = is(NativeTrack);
export const isDataChannel = is(NativeDataChannel);
export const isPort = is(NativePort);
export const isShared = is(NativeShared);
export const isWasmMemory = is<WebAssembly.Memory>(NativeWasmMemory);
export const isBuffer = is<ArrayBuffer>(ArrayBuffer);

const srcObject = getOwnPropertyDescriptor(globalThis.HTMLMediaElement?.prototype ?? {}, 'srcObject')?.get;

/** Whether an element plays a MediaStream: a camera, a screen, or somebody else's picture. */
export function playsStream(value: unknown): boolean {
  return is(NativeVideo)(value) && srcObject !== undefined && is(NativeStream)(apply(srcObject, value, []));
}

/** The bytes of a buffer or of a view of one; undefined of anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (isBuffer(value) || isShared(value)) return new NativeUint8Array(value);
  if (ArrayBuffer.isView(value)) return new NativeUint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}
