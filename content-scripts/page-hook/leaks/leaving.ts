/**
 * What may leave from the page's own thread. What the page has read of pictures and sound may not; neither may what keeps
 * to the pace of media while it reads them.
 */
import type { SetAside } from '../../../src/call/set-aside.ts';
import { Volume } from '../../../src/media-bytes/volume.ts';
import { tell } from '../channel.ts';
import { apply } from '../natives.ts';
import { bytesOf, isBlob } from './kinds.ts';
import { asBytes, isReading, isRecorded, marks } from './readings.ts';
import { isUsersFile } from './users-files.ts';

const volume = new Volume();
/** Sockets and channels on which media was about to leave: they carry no binary message any more. */
const closed = new WeakSet<object>();
const NativeFormData = globalThis.FormData;
const nativeEntries = globalThis.FormData?.prototype.forEach;

/** Whether bytes may leave, and by this exit; tells the guard when not. */
export function mayLeave(body: unknown, exit?: object): boolean {
  const stop = (what: SetAside): boolean => {
    tell(what);
    if (exit) closed.add(exit);
    return false;
  };
  if (body === undefined || body === null) return true;
  if (holdsRecorded(body)) return stop('sending');
  // Files that the user chose go where they were meant to.
  if (isUsersFile(body) || body instanceof NativeFormData) return true;
  const bytes = bytesOf(body) ?? asBytes(body);
  if (bytes && marks.foundIn(bytes)) return stop('sending');
  if (isReading()) {
    const size = bytes?.byteLength ?? (isBlob(body) ? body.size : 0);
    if (volume.add(size, performance.now())) return stop('volume');
  }
  return !(exit && closed.has(exit) && typeof body !== 'string');
}

function holdsRecorded(body: unknown): boolean {
  if (isRecorded(body) || !(body instanceof NativeFormData)) return isRecorded(body);
  let found = false;
  apply(nativeEntries, body, [
    (value: FormDataEntryValue) => {
      const bytes = asBytes(value);
      if (bytes && marks.foundIn(bytes)) found = true;
    },
  ]);
  return found;
}
