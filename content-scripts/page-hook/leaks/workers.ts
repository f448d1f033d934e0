/**
 * What enters a worker. An extension cannot look into the page's workers, so what decides is whether a picture comes out
 * again: an effect (a blurred background) gives each picture back, a sender of its own gives nothing back. Until a
 * worker has given a picture back, or was given the generator that takes them, it gets black and silence, which an
 * effect answers like anything else.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, NativeDOMException, reader, wrapMethod } from '../natives.ts';
import { isPageStream } from '../page-streams.ts';
import { blackCanvas, blanked } from './blank.ts';
import { prototypeOf, through, wrapGetter } from './hooking.ts';
import {
  bytesOf,
  isAudioData,
  isBitmap,
  isBlob,
  isBuffer,
  isDataChannel,
  isImageData,
  isOffscreenCanvas,
  isReadable,
  isShared,
  isTrack,
  isVideoFrame,
} from './kinds.ts';
import { isLivePicture, isRecorded, marks, noteRead } from './readings.ts';
import { isSteered } from './steering.ts';

/** An effect answers within this time, in milliseconds; later, the user is told that the worker gets black. */
const PATIENCE_MS = 3_000;
/** Bytes of the smallest mask that an effect gives back; a black picture, encoded, is smaller. */
const SMALLEST_MASK = 8_192;
/** How deep into a message media is looked for, and among how many values. */
const DEPTH = 5;
const VALUES = 512;

interface Worker {
  /** When it was given media first. */
  readonly since: number;
  gaveBack: boolean;
  named: boolean;
}

const workers = new WeakMap<object, Worker>();
/** What takes pictures back into a track; whoever holds it gives pictures back. */
const generators = new WeakSet<object>();
const targetOf = reader(globalThis.Event.prototype, 'target');

export function guardWorkers(): void {
  wrapGetter('MediaStreamTrackGenerator', 'writable', (_, writable) => {
    if (isOn()) generators.add(writable as object);
  });
  for (const owner of ['Worker', 'MessagePort', 'ServiceWorker', 'BroadcastChannel']) {
    wrapMethod(prototypeOf(owner), 'postMessage', (native, self, args) =>
      isOn() ? post(native, self as object, args) : apply(native, self, args),
    );
  }
  wrapGetter('MessageEvent', 'data', (event, data) => {
    if (!isOn()) return;
    const worker = workers.get(targetOf(event as Event) ?? event);
    if (worker) takeBack(worker, data);
  });
}

function post(native: (...args: unknown[]) => unknown, self: object, args: unknown[]): unknown {
  const [message, options] = args;
  if (typeof message !== 'object' || message === null) return apply(native, self, args);
  const given = valuesIn(message);
  const transfer = Array.isArray(options)
    ? options
    : ((options as StructuredSerializeOptions | undefined)?.transfer ?? []);
  if ([...given, ...transfer].some(isDataChannel)) {
    // As in a browser that cannot do it: from the page's thread we see what leaves.
    tell('worker');
    throw new NativeDOMException('An RTCDataChannel could not be cloned.', 'DataCloneError');
  }
  if (!given.some(isMedia) && !given.some((value) => generators.has(value))) return apply(native, self, args);
  const worker = workers.get(self) ?? { since: performance.now(), gaveBack: false, named: false };
  workers.set(self, worker);
  if (given.some((value) => generators.has(value))) worker.gaveBack = true;
  if (worker.gaveBack) return apply(native, self, args);
  nameLate(worker);

  const substitutes = new Map<unknown, unknown>();
  const substituted = replaced(message, worker, substitutes, DEPTH);
  const moved = Array.from(transfer as unknown[], (value) => substitutes.get(value) ?? value);
  const result = apply(native, self, [
    substituted,
    Array.isArray(options) ? moved : { ...(options as object), transfer: moved },
  ]);
  for (const [original, substitute] of substitutes) {
    if (!isFrame(original)) continue;
    (substitute as VideoFrame).close();
    // As if it had been transferred.
    if (transfer.includes(original as never)) original.close();
  }
  return result;
}

function nameLate(worker: Worker): void {
  if (worker.named || worker.gaveBack || performance.now() - worker.since < PATIENCE_MS) return;
  worker.named = true;
  tell('worker');
  // What Zoom's client has a worker for in spite of being steered is its own media mode.
  if (isSteered) tell('media-channel');
}

/** What a worker that was given media sends: a picture proves an effect; its bytes are known again at the exits. */
function takeBack(worker: Worker, data: unknown): void {
  for (const value of valuesIn(data)) {
    const bytes = bytesOf(value) ?? (isImageData(value) ? bytesOf(value.data) : undefined);
    if (bytes) noteRead(bytes);
    const picture = isFrame(value) || isBitmap(value) || isImageData(value) || isTrack(value);
    if (picture || (bytes?.byteLength ?? 0) >= SMALLEST_MASK) worker.gaveBack = true;
  }
}

function isFrame(value: unknown): value is VideoFrame | AudioData {
  return isVideoFrame(value) || isAudioData(value);
}

function isMedia(value: unknown): boolean {
  if (isReadable(value)) return !isPageStream(value as object);
  if (isFrame(value) || isTrack(value) || isRecorded(value)) return true;
  if (isBitmap(value) || isOffscreenCanvas(value)) return isLivePicture(value);
  const bytes = isImageData(value) ? bytesOf(value.data) : isShared(value) ? undefined : bytesOf(value);
  return bytes !== undefined && marks.foundIn(bytes);
}

/** Everything in a message that may be media or hold some. */
function valuesIn(message: unknown): object[] {
  const found: object[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || found.length >= VALUES || found.includes(value)) return;
    found.push(value);
    if (depth > 0) for (const inner of innerOf(value)) visit(inner, depth - 1);
  };
  visit(message, DEPTH);
  return found;
}

/** The values in a plain object, list, map or set; none of anything else. */
function innerOf(value: object): unknown[] {
  if (Array.isArray(value)) return value.slice(0, VALUES);
  if (value instanceof Map || value instanceof Set) return Array.from(value.values());
  return isPlain(value) ? Object.values(value) : [];
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** A copy of the message with its media blanked. Whatever holds none stays the very same. */
function replaced(value: unknown, worker: Worker, substitutes: Map<unknown, unknown>, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth < 0) return value;
  if (substitutes.has(value)) return substitutes.get(value);
  if (isMedia(value)) {
    const substitute = substituteFor(value, worker);
    substitutes.set(value, substitute);
    return substitute;
  }
  const inner = (part: unknown): unknown => replaced(part, worker, substitutes, depth - 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) return new Map(Array.from(value, ([key, part]) => [key, inner(part)]));
  if (value instanceof Set) return new Set(Array.from(value, inner));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]));
}

function substituteFor(value: object, worker: Worker): unknown {
  if (isFrame(value)) return blanked(value);
  if (isReadable(value)) {
    return through(value as ReadableStream<unknown>, (chunk) => {
      nameLate(worker);
      if (worker.gaveBack) return chunk;
      const blank = blanked(chunk);
      if (blank !== chunk) (chunk as VideoFrame).close();
      return blank;
    });
  }
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
