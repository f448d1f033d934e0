/** Files that the user chose. They are no media of the call, go where they were meant to, and are never read for us. */
import { isOn } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { afterwards, prototypeOf, replaceConstructor } from './hooking.ts';
import { isBlob, isFile } from './kinds.ts';

/** Files that the page put together by itself. */
const assembled = new WeakSet<object>();
/** Parts of the user's files, and the memory that they were read into. */
const parts = new WeakSet<object>();

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
      return afterwards(read, (value) => parts.add(ArrayBuffer.isView(value) ? value.buffer : (value as ArrayBuffer)));
    });
  }
}
