/** Ways to hook that keep what a page can see of the hooked thing as it is. */
import { apply, construct, defineProperty, getOwnPropertyDescriptor, NativeProxy } from '../natives.ts';

const { then } = Promise.prototype;
const NativeTransformStream = globalThis.TransformStream;

/** The prototype that a global constructor has now; undefined where the browser lacks it. */
export function prototypeOf(name: string): object | undefined {
  return (globalThis as unknown as Record<string, { prototype?: object } | undefined>)[name]?.prototype;
}

/** Wraps a getter: `note` gets the object it was asked of and its value, before the page does. */
export function wrapGetter(owner: string, name: string, note: (self: object, value: unknown) => void): void {
  replaceGetter(prototypeOf(owner), name, (actual, self) => {
    const value = actual();
    note(self, value);
    return value;
  });
}

/** Replaces a getter of `prototype`: `value` gives what the page sees, and may ask for the browser's own. */
export function replaceGetter(
  prototype: object | undefined,
  name: string,
  value: (actual: () => unknown, self: object) => unknown,
): void {
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, name);
  if (!prototype || !descriptor?.get) return;
  const get = new NativeProxy(descriptor.get, {
    apply: (native, self: object, args) => value(() => apply(native, self, args) as unknown, self),
  });
  defineProperty(prototype, name, { ...descriptor, get });
}

/**
 * Replaces a constructor by a proxy of itself, also where its prototype names it.
 *
 * @param build makes the object, by default of the page's own arguments, or throws in the browser's place
 * @param owner what the constructor is a property of
 */
export function replaceConstructor(
  name: string,
  build: (make: (args?: unknown[]) => object, args: unknown[]) => object,
  owner: object = globalThis,
): void {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  const native = descriptor?.value;
  if (!descriptor || typeof native !== 'function') return;
  const hooked = new NativeProxy(native, {
    construct: (target, args: unknown[], newTarget) =>
      build((given = args) => construct(target, given, newTarget) as object, args),
  });
  defineProperty(owner, name, { ...descriptor, value: hooked });
  const own = getOwnPropertyDescriptor(native.prototype, 'constructor');
  if (own) defineProperty(native.prototype, 'constructor', { ...own, value: hooked });
}

/**
 * Has `action` see what a promise of the browser brings, before the page does. The page gets that very promise, so that
 * all it can see of it, such as when it is rejected, stays as it is.
 */
export function afterwards(promise: unknown, action: (value: unknown) => void): unknown {
  void apply(then, promise as Promise<unknown>, [action, () => undefined]);
  return promise;
}

/**
 * The same stream, with each chunk seen or replaced on its way.
 *
 * @param each gives the chunk to pass on. What it throws ends the stream.
 */
export function through<T>(stream: ReadableStream<T>, each: (chunk: T) => T): ReadableStream<T> {
  return stream.pipeThrough(
    new NativeTransformStream<T, T>({ transform: (chunk, controller) => controller.enqueue(each(chunk)) }),
  );
}
