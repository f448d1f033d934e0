/**
 * A client that cannot allocate the memory of its own media engine falls back to WebRTC by itself, and asks no server for
 * it. So the first large memory that it asks for is refused, as a browser short of memory does.
 */
import { NativeRangeError } from '../natives.ts';
import { replaceConstructor } from './hooking.ts';

/** Pages of 64 KiB from which a memory is that of a media engine: 32 MiB. */
const LARGE = 512;
/** A client may try again with less. After this many refusals it gets its memory, so that nothing goes round in circles. */
const MOST = 2;
/** How soon such a try comes, in milliseconds. What comes later is another matter, such as showing a shared screen. */
const AGAIN_MS = 1_000;

/** @param mayRefuse whether a large memory may be refused here and now, by whether it is shared */
export function refuseLargeMemory(mayRefuse: (shared: boolean) => boolean): void {
  const clock = performance;
  let refused = 0;
  let firstAt = 0;
  const build = (make: () => object, [descriptor]: unknown[]): object => {
    const wanted = wantedBy(descriptor);
    if (!wanted || wanted.pages < LARGE || refused >= MOST || !mayRefuse(wanted.shared)) return make();
    if (refused > 0 && clock.now() - firstAt > AGAIN_MS) return make();
    if (refused === 0) firstAt = clock.now();
    refused++;
    throw new NativeRangeError('WebAssembly.Memory(): could not allocate memory');
  };
  // A policy may leave a document without WebAssembly.
  if (globalThis.WebAssembly) replaceConstructor('Memory', build, globalThis.WebAssembly);
}

/** @returns undefined for anything but a descriptor: the browser says what is wrong with it */
function wantedBy(descriptor: unknown): { readonly pages: number; readonly shared: boolean } | undefined {
  if (typeof descriptor !== 'object' || descriptor === null) return undefined;
  const { initial, minimum, maximum, shared } = descriptor as Readonly<Record<string, unknown>>;
  // Of a memory of 64 bits these are BigInts.
  return { pages: Number(maximum ?? initial ?? minimum), shared: Boolean(shared) };
}
