/**
 * Tells the guard while this document captures a screen, a window or a tab: what stands on one then may be in a call.
 * The word goes out when the page asks, before the user has chosen, so that what must not be seen is gone by then.
 */
import { tell } from './channel.ts';
import { prototypeOf } from './leaks/hooking.ts';
import { isTrack } from './leaks/kinds.ts';
import { apply, nativeSetTimeout, reader, wrapMethod } from './natives.ts';

/** Milliseconds between two looks: a track that the page stops itself has no event. */
const LOOK_MS = 500;

const readyState = reader(globalThis.MediaStreamTrack?.prototype, 'readyState');
const nativeTracks = globalThis.MediaStream?.prototype.getTracks;
const { then } = Promise.prototype;

/** Weak, as a capture that the page lets go of is to end. */
let captured: readonly WeakRef<MediaStreamTrack>[] = [];
/** Questions that the user has not answered. */
let asked = 0;
let looking = false;

/** Patches this document's prototypes, at document_start. */
export function watchScreens(): void {
  wrapMethod(prototypeOf('MediaDevices'), 'getDisplayMedia', (native, self, args) => {
    asked++;
    look();
    const got = apply(native, self, args);
    const answered = (stream?: unknown): void => {
      asked--;
      if (stream) noteStream(stream as MediaStream);
    };
    // Beside the page, whose promise stays the browser's own.
    void apply(then, got, [answered, () => answered()]);
    return got;
  });
  wrapMethod(prototypeOf('MediaStreamTrack'), 'clone', (native, self, args) => {
    const copy = apply(native, self, args);
    if (isCaptured(self)) note(copy);
    return copy;
  });
  wrapMethod(prototypeOf('MediaStream'), 'clone', (native, self, args) => {
    const copy = apply(native, self, args) as MediaStream;
    if (nativeTracks && apply(nativeTracks, self, []).some(isCaptured)) noteStream(copy);
    return copy;
  });
}

/** Says it to a guard that comes later than the first question. */
export function tellOfScreens(): void {
  if (looking) tell('screen');
}

function look(): void {
  if (looking) return;
  looking = true;
  tell('screen');
  lookAgain();
}

function lookAgain(): void {
  captured = captured.filter((reference) => isLive(reference.deref()));
  if (asked > 0 || captured.length > 0) {
    nativeSetTimeout(lookAgain, LOOK_MS);
    return;
  }
  looking = false;
  tell('screen-ended');
}

function noteStream(stream: MediaStream): void {
  if (nativeTracks) apply(nativeTracks, stream, []).forEach(note);
}

function note(track: unknown): void {
  if (!isTrack(track)) return;
  captured = [...captured, new WeakRef(track)];
  look();
}

function isCaptured(track: unknown): boolean {
  return captured.some((reference) => reference.deref() === track);
}

function isLive(track: MediaStreamTrack | undefined): boolean {
  return track !== undefined && readyState(track) === 'live';
}
