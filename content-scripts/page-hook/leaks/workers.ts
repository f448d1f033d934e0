/**
 * What enters a worker. An extension cannot look into the page's workers, so what decides is whether a picture comes out
 * again: an effect (a blurred background) gives each picture back, a sender of its own gives nothing back. Until a
 * worker has given a picture back, or was given the generator that takes them, it gets black and silence, which an
 * effect answers like anything else.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, NativeDOMException, reader, wrapMethod } from '../natives.ts';
import { blanked } from './blank.ts';
import { isComposed } from './blob-workers.ts';
import { prototypeOf, through, wrapGetter } from './hooking.ts';
import { bytesOf, isBitmap, isDataChannel, isImageData, isTrack } from './kinds.ts';
import { blankMessage, isFrame, isMedia, valuesIn } from './messages.ts';
import { noteRead } from './readings.ts';
import { isSteered } from './steering.ts';

/** An effect answers within this time, in milliseconds; later, the user is told that the worker gets black. */
const PATIENCE_MS = 3_000;
/** Bytes of the smallest mask that an effect gives back; a black picture, encoded, is smaller. */
const SMALLEST_MASK = 8_192;

interface Worker {
  /** When it was given media first. */
  readonly since: number;
  readonly isComposed: boolean;
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
  const given = valuesIn(message);
  if (given.length === 0) return apply(native, self, args);
  const transfer = Array.isArray(options)
    ? options
    : ((options as StructuredSerializeOptions | undefined)?.transfer ?? []);
  if ([...given, ...transfer].some(isDataChannel)) {
    // As in a browser that cannot do it: from the page's thread we see what leaves.
    tell('worker');
    throw new NativeDOMException('An RTCDataChannel could not be cloned.', 'DataCloneError');
  }
  if (!given.some(isMedia) && !given.some(isGenerator)) return apply(native, self, args);
  const worker = workers.get(self) ?? newWorker(self);
  workers.set(self, worker);
  if (given.some(isGenerator)) worker.gaveBack = true;
  if (worker.gaveBack) return apply(native, self, args);
  nameLate(worker);

  const blank = blankMessage(message, Array.from(transfer as unknown[]), (stream) =>
    through(stream, (chunk) => {
      if (!isOn()) return chunk;
      nameLate(worker);
      if (worker.gaveBack) return chunk;
      const black = blanked(chunk);
      if (black !== chunk) (chunk as VideoFrame).close();
      return black;
    }),
  );
  const moved = Array.isArray(options) ? blank.transfer : { ...(options as object), transfer: blank.transfer };
  const result = apply(native, self, [blank.message, moved]);
  blank.moved();
  return result;
}

function isGenerator(value: unknown): boolean {
  return typeof value === 'object' && value !== null && generators.has(value);
}

function newWorker(worker: object): Worker {
  return { since: performance.now(), isComposed: isComposed(worker), gaveBack: false, named: false };
}

function nameLate(worker: Worker): void {
  if (worker.named || worker.gaveBack || performance.now() - worker.since < PATIENCE_MS) return;
  worker.named = true;
  tell('worker');
  // Into a worker that our script runs in we can look: it says itself what it is about to send.
  if (isSteered && !worker.isComposed) tell('media-channel');
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
