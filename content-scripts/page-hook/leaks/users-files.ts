/** Files that the user chose. They are no media of the call, go where they were meant to, and are never read for us. */
import { isOn } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { afterwards, prototypeOf, replaceConstructor, wrapGetter } from './hooking.ts';
import { isBlob, isFile } from './kinds.ts';

/** Files that the page put together by itself. */
const assembled = new WeakSet<object>();
/** Parts of the user's files, and the memory that they were read into. */
const parts = new WeakSet<object>();
/** Streams of them, and what reads these or them. */
const readers = new WeakSet<object>();

export function isUsersFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return parts.has(ArrayBuffer.isView(value) ? value.buffer : value) || (isFile(value) && !assembled.has(value));
}

/** Uploads in pieces take a file apart, and read it. */
export function followUsersFiles(): void {
  replaceConstructor('File', (make) => {
    const made = make();
    assembled.add(made);
    return made;
  });
  wrapMethod(prototypeOf('Blob'), 'slice', (native, self, args) => {
    const part = apply(native, self, args);
    if (isOn() && isBlob(self) && isUsersFile(self)) parts.add(part as object);
    return part;
  });
  for (const name of ['arrayBuffer', 'bytes']) {
    wrapMethod(prototypeOf('Blob'), name, (native, self, args) => {
      const read = apply(native, self, args);
      if (!isOn() || !isBlob(self) || !isUsersFile(self)) return read;
      return afterwards(read, noteMemory);
    });
  }
  followStreams();
  followReaders();
}

/** Streams stay the browser's own, which may be read into memory of the page's. */
function followStreams(): void {
  wrapMethod(prototypeOf('Blob'), 'stream', (native, self, args) => {
    const stream = apply(native, self, args);
    if (isOn() && isBlob(self) && isUsersFile(self)) readers.add(stream as object);
    return stream;
  });
  wrapMethod(prototypeOf('ReadableStream'), 'getReader', (native, self, args) => {
    const reader = apply(native, self, args);
    if (readers.has(self as object)) readers.add(reader as object);
    return reader;
  });
  for (const owner of ['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader']) {
    wrapMethod(prototypeOf(owner), 'read', (native, self, args) => {
      const read = apply(native, self, args);
      if (!isOn() || !readers.has(self as object)) return read;
      return afterwards(read, (result) => noteMemory((result as ReadableStreamReadResult<unknown>).value));
    });
  }
}

function followReaders(): void {
  wrapMethod(prototypeOf('FileReader'), 'readAsArrayBuffer', (native, self, args) => {
    if (isOn() && isUsersFile(args[0])) readers.add(self as object);
    else readers.delete(self as object);
    return apply(native, self, args);
  });
  wrapGetter('FileReader', 'result', (reader, result) => {
    if (isOn() && readers.has(reader)) noteMemory(result);
  });
}

function noteMemory(value: unknown): void {
  if (ArrayBuffer.isView(value)) parts.add(value.buffer);
  else if (value instanceof ArrayBuffer) parts.add(value);
}
