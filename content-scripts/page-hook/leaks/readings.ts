/**
 * What the page reads of pictures and sound on its own thread, and what it makes of it: marked, so that exits.ts knows it
 * again. Reading is never disturbed; a page may meter levels, draw effects and record for its user.
 */
import { Marks } from '../../../src/media-bytes/marks.ts';
import { isOn } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { afterwards, prototypeOf, replaceConstructor, through, wrapGetter } from './hooking.ts';
import { bytesOf, isBitmap, isBlob, isOffscreenCanvas, isVideoFrame, playsStream } from './kinds.ts';

/** For how long after the last reading what leaves is held against the pace of media, in milliseconds. */
const READING_MS = 2_000;
/** Places marked in a raw picture: it is large, and many of them leave by volume. */
const RAW = 128;
/** Places marked in a short piece of sound. */
const SOUND = 16;

export const marks = new Marks();
let lastReading = Number.NEGATIVE_INFINITY;

/** Blobs and forms that hold recorded or read media, whatever they were put together with. */
const blobs = new WeakSet<object>();
/** Canvases and bitmaps that a live picture was drawn on. */
const pictures = new WeakSet<object>();
/** Sound that a script processor handed to the page. */
const sounds = new WeakSet<object>();

/** Whether a blob, a file or a form holds recorded media. */
export const isRecorded = (value: unknown): boolean => typeof value === 'object' && value !== null && blobs.has(value);
export const isReading = (): boolean => performance.now() - lastReading < READING_MS;

/** Whether something shows what a camera, a screen or another participant does. */
export function isLivePicture(value: unknown): boolean {
  return (
    isVideoFrame(value) || playsStream(value) || (typeof value === 'object' && value !== null && pictures.has(value))
  );
}

/** Takes note of bytes that the page has read. */
export function noteRead(bytes: Uint8Array | undefined, most?: number): void {
  if (!bytes) return;
  lastReading = performance.now();
  marks.remember(bytes, most);
}

export function markReadings(): void {
  markDrawings();
  markPictures();
  markFrames();
  markRecordings();
  markSamples();
}

/** A canvas on which something live is drawn is live from then on. */
function markDrawings(): void {
  const contexts: readonly [string, readonly string[]][] = [
    ['CanvasRenderingContext2D', ['drawImage', 'createPattern']],
    ['OffscreenCanvasRenderingContext2D', ['drawImage', 'createPattern']],
    ['WebGLRenderingContext', ['texImage2D', 'texSubImage2D']],
    ['WebGL2RenderingContext', ['texImage2D', 'texSubImage2D', 'texImage3D', 'texSubImage3D']],
    ['ImageBitmapRenderingContext', ['transferFromImageBitmap']],
  ];
  for (const [owner, names] of contexts) {
    for (const name of names) {
      wrapMethod(prototypeOf(owner), name, (native, self, args) => {
        // The picture is the first argument in two dimensions, the last one in WebGL.
        if (isOn() && (isLivePicture(args[0]) || isLivePicture(args.at(-1)))) {
          const { canvas } = self as { canvas?: object };
          if (canvas) pictures.add(canvas);
        }
        return apply(native, self, args);
      });
    }
  }
  wrapMethod(globalThis, 'createImageBitmap', (native, self, args) => {
    const made = apply(native, self, args);
    return isOn() && isLivePicture(args[0]) ? afterwards(made, (bitmap) => pictures.add(bitmap as object)) : made;
  });
  wrapMethod(prototypeOf('OffscreenCanvas'), 'transferToImageBitmap', (native, self, args) => {
    const bitmap = apply(native, self, args);
    if (isOn() && isLivePicture(self) && isBitmap(bitmap)) pictures.add(bitmap);
    return bitmap;
  });
}

/** What is read off a live canvas: pixels, or a compressed picture. */
function markPictures(): void {
  for (const owner of ['CanvasRenderingContext2D', 'OffscreenCanvasRenderingContext2D']) {
    wrapMethod(prototypeOf(owner), 'getImageData', (native, self, args) => {
      const image = apply(native, self, args);
      if (isOn() && isLivePicture((self as { canvas?: unknown }).canvas))
        noteRead(bytesOf((image as ImageData).data), RAW);
      return image;
    });
  }
  for (const owner of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
    wrapMethod(prototypeOf(owner), 'readPixels', (native, self, args) => {
      const result = apply(native, self, args);
      if (isOn() && isLivePicture((self as { canvas?: unknown }).canvas)) noteRead(bytesOf(args[6]), RAW);
      return result;
    });
  }
  wrapMethod(prototypeOf('WebGL2RenderingContext'), 'getBufferSubData', (native, self, args) => {
    const result = apply(native, self, args);
    if (isOn() && isLivePicture((self as { canvas?: unknown }).canvas)) noteRead(bytesOf(args[2]), RAW);
    return result;
  });
  wrapMethod(prototypeOf('HTMLCanvasElement'), 'toBlob', (native, self, args) => {
    const [done] = args;
    if (!isOn() || !isLivePicture(self) || typeof done !== 'function') return apply(native, self, args);
    const marked = (blob: Blob | null): void => {
      if (blob) noteBlob(blob);
      done(blob);
    };
    return apply(native, self, [marked, ...args.slice(1)]);
  });
  wrapMethod(prototypeOf('HTMLCanvasElement'), 'toDataURL', (native, self, args) => {
    const address = apply(native, self, args) as string;
    if (isOn() && isLivePicture(self)) noteRead(fromDataAddress(address));
    return address;
  });
  wrapMethod(prototypeOf('OffscreenCanvas'), 'convertToBlob', (native, self, args) => {
    const made = apply(native, self, args);
    return isOn() && isOffscreenCanvas(self) && isLivePicture(self)
      ? afterwards(made, (blob) => noteBlob(blob as Blob))
      : made;
  });
  wrapMethod(prototypeOf('ImageCapture'), 'takePhoto', (native, self, args) => {
    const made = apply(native, self, args);
    return isOn() ? afterwards(made, (blob) => noteBlob(blob as Blob)) : made;
  });
  wrapMethod(prototypeOf('ImageCapture'), 'grabFrame', (native, self, args) => {
    const made = apply(native, self, args);
    return isOn() ? afterwards(made, (bitmap) => pictures.add(bitmap as object)) : made;
  });
}

function markFrames(): void {
  for (const owner of ['VideoFrame', 'AudioData', 'EncodedVideoChunk', 'EncodedAudioChunk']) {
    wrapMethod(prototypeOf(owner), 'copyTo', (native, self, args) => {
      const result = apply(native, self, args);
      if (!isOn()) return result;
      const note = (): void => noteRead(bytesOf(args[0]), owner === 'VideoFrame' ? RAW : undefined);
      if (owner === 'VideoFrame') return afterwards(result, note);
      note();
      return result;
    });
  }
}

/** What a MediaRecorder made, and everything that is made of it. */
function markRecordings(): void {
  wrapGetter('BlobEvent', 'data', (_, blob) => {
    if (isOn() && isBlob(blob)) noteBlob(blob);
  });
  markAssembly('Blob');
  markAssembly('File');
  // What a form gives back are files of its own.
  for (const name of ['append', 'set']) {
    wrapMethod(prototypeOf('FormData'), name, (native, self, args) => {
      if (isOn() && isRecorded(args[1])) blobs.add(self as object);
      return apply(native, self, args);
    });
  }
  wrapMethod(prototypeOf('Blob'), 'slice', (native, self, args) => {
    const part = apply(native, self, args);
    if (isOn() && isRecorded(self)) blobs.add(part as object);
    return part;
  });
  wrapMethod(prototypeOf('Blob'), 'stream', (native, self, args) => {
    const stream = apply(native, self, args) as ReadableStream<Uint8Array>;
    return isOn() && isRecorded(self)
      ? through(stream, (bytes) => {
          noteRead(bytes);
          return bytes;
        })
      : stream;
  });
  for (const name of ['arrayBuffer', 'bytes', 'text']) {
    wrapMethod(prototypeOf('Blob'), name, (native, self, args) => {
      const read = apply(native, self, args);
      if (!isOn() || !isRecorded(self)) return read;
      return afterwards(read, (value) => noteRead(bytesOf(value) ?? asBytes(value)));
    });
  }
  for (const name of ['readAsArrayBuffer', 'readAsBinaryString', 'readAsDataURL', 'readAsText']) {
    wrapMethod(prototypeOf('FileReader'), name, (native, self, args) => {
      if (isOn() && isRecorded(args[0])) recordedReaders.add(self as object);
      return apply(native, self, args);
    });
  }
  wrapGetter('FileReader', 'result', (reader, result) => {
    if (!isOn() || !recordedReaders.has(reader) || result === null) return;
    recordedReaders.delete(reader);
    noteRead(bytesOf(result) ?? fromDataAddress(result) ?? asBytes(result));
  });
}

const recordedReaders = new WeakSet<object>();

function noteBlob(blob: Blob): void {
  lastReading = performance.now();
  blobs.add(blob);
}

/** Blobs and files put together of recorded media are recorded too. */
function markAssembly(name: 'Blob' | 'File'): void {
  replaceConstructor(name, (make, [parts]) => {
    const made = make();
    if (isOn() && Array.isArray(parts) && parts.some((part) => isRecorded(part) || holdsRead(part))) blobs.add(made);
    return made;
  });
}

function holdsRead(part: unknown): boolean {
  const bytes = bytesOf(part);
  return bytes !== undefined && marks.foundIn(bytes);
}

/** Samples that an audio graph hands to the page's own thread. */
function markSamples(): void {
  wrapGetter('AudioProcessingEvent', 'inputBuffer', (_, buffer) => {
    if (isOn()) sounds.add(buffer as object);
  });
  wrapMethod(prototypeOf('AudioBuffer'), 'getChannelData', (native, self, args) => {
    const samples = apply(native, self, args) as Float32Array;
    if (isOn() && sounds.has(self as object)) noteSamples(samples);
    return samples;
  });
  wrapMethod(prototypeOf('AudioBuffer'), 'copyFromChannel', (native, self, args) => {
    const result = apply(native, self, args);
    if (isOn() && sounds.has(self as object)) noteSamples(args[0] as Float32Array);
    return result;
  });
  for (const name of ['getFloatTimeDomainData', 'getByteTimeDomainData']) {
    wrapMethod(prototypeOf('AnalyserNode'), name, (native, self, args) => {
      const result = apply(native, self, args);
      // Meters do this all the time: what they read is known again, but what else leaves is not held against it.
      if (isOn()) markSamplesOf(args[0] as Float32Array | Uint8Array);
      return result;
    });
  }
}

function noteSamples(samples: Float32Array): void {
  lastReading = performance.now();
  markSamplesOf(samples);
}

function markSamplesOf(samples: Float32Array | Uint8Array): void {
  if (samples instanceof Float32Array) marks.rememberSamples(samples);
  else marks.remember(samples, SOUND);
}

const encoder = new TextEncoder();
export function asBytes(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? encoder.encode(text) : undefined;
}

const nativeAtob = atob;

/** The bytes of a data: address in base64; undefined of anything else. */
function fromDataAddress(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string' || !text.startsWith('data:')) return undefined;
  // The type before may hold commas.
  const start = text.indexOf(';base64,');
  if (start < 0) return undefined;
  return Uint8Array.from(nativeAtob(text.slice(start + 8)), (character) => character.charCodeAt(0));
}
