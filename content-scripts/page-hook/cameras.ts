/**
 * Cameras that the page has got, and their clones. Pages keep them while their button is off, and may switch them on again
 * without asking: so they end once the user sends a card instead, as when a camera is unplugged, and the page asks anew.
 */
import { askForCard, listen } from './channel.ts';
import { isCardChosen } from './gate.ts';
import { prototypeOf } from './leaks/hooking.ts';
import { isTrack } from './leaks/kinds.ts';
import { apply, dispatchEvent, NativeEvent, nativeSetTimeout, reader, wrapMethod } from './natives.ts';

const streamPrototype = globalThis.MediaStream?.prototype;
const trackPrototype = globalThis.MediaStreamTrack?.prototype;
const readyState = reader(trackPrototype, 'readyState');
const isKnown = new WeakSet<object>();
/** Weak, as a camera that the page lets go of is to end. */
let cameras: readonly WeakRef<MediaStreamTrack>[] = [];

const {
  getVideoTracks: nativeTracks,
  addTrack: nativeAddTrack,
  removeTrack: nativeRemoveTrack,
} = streamPrototype ?? ({} as Partial<MediaStream>);
const { stop: nativeStop } = trackPrototype ?? ({} as Partial<MediaStreamTrack>);

/** Follows the clones of cameras. Patches this document's prototypes, at document_start. */
export function watchCameras(): void {
  wrapMethod(prototypeOf('MediaStreamTrack'), 'clone', (native, self, args) => {
    const copy = apply(native, self, args);
    if (isKnown.has(self as object)) note(copy);
    return copy;
  });
  wrapMethod(prototypeOf('MediaStream'), 'clone', (native, self, args) => {
    const copy = apply(native, self, args) as MediaStream;
    const copies = tracksOf(copy);
    tracksOf(self as MediaStream).forEach((track, index) => {
      if (isKnown.has(track)) note(copies[index]);
    });
    return copy;
  });
}

/** From the guard's word on no camera goes on. */
export function endCamerasForCards(): void {
  listen('card', () => {
    if (!isCardChosen()) return;
    for (const reference of cameras) {
      const track = reference.deref();
      if (track && end(track)) nativeSetTimeout(() => apply(dispatchEvent, track, [new NativeEvent('ended')]), 0);
    }
    cameras = [];
  });
}

/**
 * Has a stream that the browser gave with a camera in it as the user wants it by now, before the page gets it: the question
 * for the camera may have stood while the card was chosen.
 */
export function takeCameras(stream: MediaStream): void {
  const tracks = tracksOf(stream);
  if (!isCardChosen()) {
    tracks.forEach(note);
    return;
  }
  const card = askForCard();
  for (const track of tracks) {
    end(track);
    if (card) apply(nativeRemoveTrack as MediaStream['removeTrack'], stream, [track]);
  }
  if (card) apply(nativeAddTrack as MediaStream['addTrack'], stream, [card]);
}

function tracksOf(stream: MediaStream): MediaStreamTrack[] {
  return nativeTracks ? apply(nativeTracks, stream, []) : [];
}

function note(track: unknown): void {
  if (!isTrack(track)) return;
  isKnown.add(track);
  const live = cameras.filter((reference) => {
    const known = reference.deref();
    return known && readyState(known) === 'live';
  });
  cameras = [...live, new WeakRef(track)];
}

/** @returns whether it was live until now */
function end(track: MediaStreamTrack): boolean {
  if (!nativeStop || readyState(track) !== 'live') return false;
  apply(nativeStop, track, []);
  return true;
}
