/**
 * Camera, microphone, screen, and what the page draws and plays, as tracks that the page got: so that a broken call can
 * turn them black and silent.
 */
import { listen } from '../channel.ts';
import { isBroken, isOn } from '../gate.ts';
import {
  addEventListener,
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  NativeProxy,
  wrapMethod,
} from '../natives.ts';
import { afterwards, prototypeOf, replaceConstructor, wrapGetter } from './hooking.ts';
import { isTrack } from './kinds.ts';

const captured = new Set<WeakRef<MediaStreamTrack>>();
const forgotten = new FinalizationRegistry<WeakRef<MediaStreamTrack>>((reference) => captured.delete(reference));
const known = new WeakSet<object>();
/** Tracks that are off because of us, and what the page wants of them. */
const wanted = new WeakMap<object, boolean>();

const trackPrototype = globalThis.MediaStreamTrack?.prototype;
const enabled = getOwnPropertyDescriptor(trackPrototype ?? {}, 'enabled');
const nativeTracks = globalThis.MediaStream?.prototype.getTracks;

/** Methods that give a stream of what the page draws and plays. */
const DRAWN = [
  ['HTMLCanvasElement', 'captureStream'],
  ['HTMLMediaElement', 'captureStream'],
  ['HTMLMediaElement', 'mozCaptureStream'],
  ['HTMLMediaElement', 'mozCaptureStreamUntilEnded'],
] as const;

export function watchCaptures(): void {
  for (const name of ['getUserMedia', 'getDisplayMedia']) {
    wrapMethod(prototypeOf('MediaDevices'), name, (native, self, args) => {
      const got = apply(native, self, args);
      return isOn() ? afterwards(got, (stream) => noteStream(stream as MediaStream)) : got;
    });
  }
  for (const name of ['getUserMedia', 'webkitGetUserMedia', 'mozGetUserMedia']) {
    wrapMethod(prototypeOf('Navigator'), name, (native, self, args) => {
      const [constraints, done, ...rest] = args;
      if (!isOn() || typeof done !== 'function') return apply(native, self, args);
      const noted = (stream: MediaStream): void => {
        noteStream(stream);
        done(stream);
      };
      return apply(native, self, [constraints, noted, ...rest]);
    });
  }
  for (const [owner, name] of DRAWN) {
    wrapMethod(prototypeOf(owner), name, (native, self, args) => {
      const stream = apply(native, self, args) as MediaStream;
      noteStream(stream);
      // An element that has not begun to play gets its tracks later.
      apply(addEventListener, stream, ['addtrack', () => noteStream(stream)]);
      return stream;
    });
  }
  wrapGetter('MediaStreamAudioDestinationNode', 'stream', (_, stream) => noteStream(stream as MediaStream));
  replaceConstructor('MediaStreamTrackGenerator', (make) => {
    const track = make();
    note(track as MediaStreamTrack);
    return track;
  });
  wrapMethod(trackPrototype, 'clone', (native, self, args) => {
    const copy = apply(native, self, args);
    note(copy as MediaStreamTrack);
    return copy;
  });
  wrapMethod(prototypeOf('MediaStream'), 'clone', (native, self, args) => {
    const copy = apply(native, self, args);
    noteStream(copy as MediaStream);
    return copy;
  });
  keepOff();
}

/** The page's own switch goes on as it did, but does not bring a track back. */
function keepOff(): void {
  const { get, set } = enabled ?? {};
  if (!trackPrototype || !enabled || !get || !set) return;
  defineProperty(trackPrototype, 'enabled', {
    ...enabled,
    get: new NativeProxy(get, {
      apply(native, self, args) {
        const actual = apply(native, self, args);
        return wanted.get(self as object) ?? actual;
      },
    }),
    set: new NativeProxy(set, {
      apply(native, self, args) {
        if (!wanted.has(self as object)) return apply(native, self, args);
        wanted.set(self as object, Boolean(args[0]));
        return undefined;
      },
    }),
  });
}

/** From the guard's word on, and with the state it gives, captures are black and silent until a reload. */
export function blankWhenBroken(): void {
  listen('broken', () => {
    for (const reference of captured) {
      const track = reference.deref();
      if (track) blank(track);
    }
  });
}

function noteStream(stream: MediaStream): void {
  if (!nativeTracks) return;
  for (const track of apply(nativeTracks, stream, [])) note(track);
}

function note(track: MediaStreamTrack): void {
  if (!isTrack(track) || known.has(track)) return;
  known.add(track);
  const reference = new WeakRef(track);
  captured.add(reference);
  forgotten.register(track, reference);
  if (isBroken()) blank(track);
}

function blank(track: MediaStreamTrack): void {
  if (!enabled?.get || !enabled.set || wanted.has(track)) return;
  wanted.set(track, apply(enabled.get, track, []));
  apply(enabled.set, track, [false]);
}
