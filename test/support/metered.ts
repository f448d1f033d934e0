/** What a function costs that takes bytes, counted and not timed. */

export interface Cost {
  /** How often a byte of the input was read. */
  reads: number;
  /** Bytes of all typed arrays that were made, results and others; views of what is there cost none. */
  allocated: number;
}

export interface Metered<T> extends Cost {
  readonly result: T;
}

/** Methods that read a whole array, byte by byte, through the watched one. */
const READERS = new Set<PropertyKey>([Symbol.iterator, 'every', 'entries', 'forEach', 'join', 'map', 'reduce', 'some']);
/** What says something about an array without reading it. */
const FACTS = new Set<PropertyKey>(['length', 'byteLength', 'byteOffset', 'buffer', 'constructor', Symbol.toStringTag]);

const NativeUint8Array = Uint8Array;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as { slice: Uint8Array['slice'] };
const { slice } = typedArray;
const { decode } = TextDecoder.prototype;
/** What stands behind each watched array. */
const behind = new WeakMap<object, Uint8Array>();

/**
 * Calls `run` with an array that counts what is read of it.
 *
 * @param run synchronous: what it makes is counted by standing in for the global Uint8Array meanwhile
 * @throws Error when it uses a method of the array that nothing here counts
 */
export function metered<T>(bytes: Uint8Array, run: (bytes: Uint8Array) => T): Metered<T> {
  const cost: Cost = { reads: 0, allocated: 0 };
  const made = <A extends Uint8Array>(array: A): A => {
    cost.allocated += array.byteLength;
    return array;
  };
  globalThis.Uint8Array = new Proxy(NativeUint8Array, {
    construct(target, args: [unknown]) {
      const array = Reflect.construct(target, args) as Uint8Array;
      return args[0] instanceof ArrayBuffer ? array : made(array);
    },
  });
  typedArray.slice = function (this: Uint8Array, ...args) {
    return made(slice.apply(this, args));
  };
  TextDecoder.prototype.decode = function (this: TextDecoder, input, options) {
    const watched = input && behind.get(input);
    if (watched) cost.reads += watched.byteLength;
    return decode.call(this, watched ?? input, options);
  };
  try {
    return { result: run(watch(bytes, cost)), ...cost };
  } finally {
    globalThis.Uint8Array = NativeUint8Array;
    typedArray.slice = slice;
    TextDecoder.prototype.decode = decode;
  }
}

/** `bytes`, or what stands behind a watched array. */
export function unwatched(bytes: Uint8Array): Uint8Array {
  return behind.get(bytes) ?? bytes;
}

function watch(bytes: Uint8Array, cost: Cost): Uint8Array {
  const watched: Uint8Array = new Proxy(bytes, {
    get(target, name) {
      if (typeof name === 'string' && name.charCodeAt(0) <= 0x39) {
        cost.reads++;
        return Reflect.get(target, name);
      }
      if (FACTS.has(name)) return Reflect.get(target, name, target);
      if (READERS.has(name)) return Reflect.get(Array.prototype, name);
      if (name === 'at') return (index: number) => watched[index < 0 ? target.length + index : index];
      if (name === 'subarray') return (...args: [number, number]) => watch(target.subarray(...args), cost);
      if (name === 'slice') {
        return (...args: [number, number]) => {
          const copy = target.slice(...args);
          cost.reads += copy.byteLength;
          return copy;
        };
      }
      if (name === 'indexOf') {
        return (value: number, from = 0) => {
          const found = target.indexOf(value, from);
          cost.reads += (found < 0 ? target.length : found + 1) - Math.min(from, target.length);
          return found;
        };
      }
      throw new Error(`nothing counts ${String(name)}`);
    },
  });
  behind.set(watched, bytes);
  return watched;
}
