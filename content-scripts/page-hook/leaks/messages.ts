/** Pictures and sound in a message to another thread or window: found, and replaced by black and silence. */
import { isPageStream } from '../page-streams.ts';
import { blackCanvas, blanked } from './blank.ts';
import {
  bytesOf,
  isAudioData,
  isBitmap,
  isBlob,
  isBuffer,
  isImageData,
  isOffscreenCanvas,
  isReadable,
  isShared,
  isTrack,
  isVideoFrame,
} from './kinds.ts';
import { asBytes, isLivePicture, isRecorded, marks } from './readings.ts';

/** How deep into a message media is looked for, and among how many values. */
const DEPTH = 5;
const VALUES = 512;
/** Letters of the shortest text that may hold a piece of media. */
const SHORTEST = 64;

export interface BlankMessage {
  readonly message: unknown;
  /** What is to be transferred in place of what the page named. */
  readonly transfer: unknown[];
  /** To be called once the message is on its way: closes the substitutes, and the originals as if transferred. */
  moved(): void;
}

/**
 * A copy of a message with its media blanked. Whatever holds none stays the very same.
 *
 * @param stream what becomes of a stream of pictures or sound
 */
export function blankMessage(
  message: unknown,
  transfer: readonly unknown[],
  stream: (media: ReadableStream<unknown>) => ReadableStream<unknown>,
): BlankMessage {
  const substitutes = new Map<unknown, unknown>();
  const blank = replaced(message, stream, substitutes, DEPTH);
  return {
    message: blank,
    transfer: transfer.map((value) => substitutes.get(value) ?? value),
    moved: () => {
      for (const [original, substitute] of substitutes) {
        if (!isFrame(original)) continue;
        (substitute as VideoFrame).close();
        if (transfer.includes(original)) original.close();
      }
    },
  };
}

export function isFrame(value: unknown): value is VideoFrame | AudioData {
  return isVideoFrame(value) || isAudioData(value);
}

export function isMedia(value: unknown): boolean {
  if (isReadable(value)) return !isPageStream(value as object);
  if (isFrame(value) || isTrack(value) || isRecorded(value)) return true;
  if (isBitmap(value) || isOffscreenCanvas(value)) return isLivePicture(value);
  if (typeof value === 'string')
    return value.length >= SHORTEST && marks.any && marks.foundIn(asBytes(value) as Uint8Array);
  const bytes = isImageData(value) ? bytesOf(value.data) : isShared(value) ? undefined : bytesOf(value);
  return bytes !== undefined && marks.foundIn(bytes);
}

/** Everything in a message that may be media or hold some. */
export function valuesIn(message: unknown): unknown[] {
  const found: unknown[] = [];
  const visit = (value: unknown, depth: number): void => {
    const holds = typeof value === 'string' ? value.length >= SHORTEST : typeof value === 'object' && value !== null;
    if (!holds || found.length >= VALUES || found.includes(value)) return;
    found.push(value);
    if (depth > 0) for (const inner of innerOf(value as object | string)) visit(inner, depth - 1);
  };
  visit(message, DEPTH);
  return found;
}

/** The values in a plain object, list, map or set; none of anything else. */
function innerOf(value: object | string): unknown[] {
  if (typeof value === 'string') return [];
  if (Array.isArray(value)) return value.slice(0, VALUES);
  if (value instanceof Map || value instanceof Set) return Array.from(value.values());
  return isPlain(value) ? Object.values(value) : [];
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** A copy of the message with its media blanked. Whatever holds none stays the very same. */
function replaced(
  value: unknown,
  stream: (media: ReadableStream<unknown>) => ReadableStream<unknown>,
  substitutes: Map<unknown, unknown>,
  depth: number,
): unknown {
  if (typeof value === 'string') return isMedia(value) ? '' : value;
  if (typeof value !== 'object' || value === null || depth < 0) return value;
  if (substitutes.has(value)) return substitutes.get(value);
  if (isMedia(value)) {
    const substitute = substituteFor(value, stream);
    substitutes.set(value, substitute);
    return substitute;
  }
  const inner = (part: unknown): unknown => replaced(part, stream, substitutes, depth - 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) return new Map(Array.from(value, ([key, part]) => [key, inner(part)]));
  if (value instanceof Set) return new Set(Array.from(value, inner));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]));
}

function substituteFor(value: object, stream: (media: ReadableStream<unknown>) => ReadableStream<unknown>): unknown {
  if (isFrame(value)) return blanked(value);
  if (isReadable(value)) return stream(value as ReadableStream<unknown>);
  if (isTrack(value)) {
    const off = value.clone();
    off.enabled = false;
    return off;
  }
  if (isBlob(value)) return new Blob([]);
  if (isBitmap(value)) return blackCanvas(value.width, value.height)?.transferToImageBitmap();
  if (isOffscreenCanvas(value)) return blackCanvas(value.width, value.height);
  if (isImageData(value)) return new ImageData(value.width, value.height);
  if (isBuffer(value)) return new ArrayBuffer(value.byteLength);
  const view = value as Uint8Array;
  return new (view.constructor as Uint8ArrayConstructor)(view.length);
}
