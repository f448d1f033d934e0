/**
 * Where the user sends a card instead of a picture, the page gets one whenever it asks for a camera: no device is opened,
 * so none is asked for. Microphones and screens come from the browser as always.
 */
import { askForCard } from './channel.ts';
import { isCardChosen } from './gate.ts';
import { prototypeOf } from './leaks/hooking.ts';
import {
  apply,
  construct,
  getOwnPropertyDescriptor,
  NativeDOMException,
  NativePromise,
  nativeSetTimeout,
  reader,
  wrapMethod,
} from './natives.ts';

const NativeStream = globalThis.MediaStream;
const nativeAddTrack = NativeStream?.prototype.addTrack;
const handlerOf = reader(globalThis.MediaDevices?.prototype, 'ondevicechange');
const { then } = Promise.prototype;
const isFirefox = getOwnPropertyDescriptor(globalThis, 'mozInnerScreenX') !== undefined;

/** Browsers' own, by which a video constraint means a screen. */
type VideoConstraints = MediaTrackConstraints & {
  readonly mediaSource?: unknown;
  readonly mandatory?: { readonly chromeMediaSource?: unknown };
};

/** Patches this document's prototypes, at document_start. */
export function replaceCameras(): void {
  wrapMethod(prototypeOf('MediaDevices'), 'getUserMedia', (native, self, args) => {
    if (!isCardChosen()) return apply(native, self, args);
    return (async () => {
      const constraints = args[0] as MediaStreamConstraints | undefined;
      if (!wantsCamera(constraints)) return await (apply(native, self, args) as Promise<MediaStream>);
      handlerOf(self as MediaDevices); // throws for anything else, as the method itself does
      return await withCard(constraints, (sound) => apply(native, self, [sound]) as Promise<MediaStream>);
    })();
  });
  for (const name of ['getUserMedia', 'webkitGetUserMedia', 'mozGetUserMedia']) {
    wrapMethod(prototypeOf('Navigator'), name, (native, self, args) => {
      const [constraints, done, failed] = args as [MediaStreamConstraints | undefined, unknown, unknown];
      const called = typeof done === 'function' && typeof failed === 'function';
      if (!isCardChosen() || !called || !wantsCamera(constraints)) return apply(native, self, args);
      const got = withCard(
        constraints,
        (sound) => new NativePromise((resolve, reject) => apply(native, self, [sound, resolve, reject])),
      );
      // What the page's functions throw is reported as theirs.
      const later = (callback: unknown) => (value: unknown) => nativeSetTimeout(callback as () => void, 0, value);
      void apply(then, got, [later(done), later(failed)]);
      return undefined;
    });
  }
}

function wantsCamera(constraints: MediaStreamConstraints | undefined): constraints is MediaStreamConstraints {
  const video = constraints?.video as VideoConstraints | boolean | null | undefined;
  if (video === null) return true; // as a dictionary is read
  if (typeof video !== 'object') return Boolean(video);
  const source = isFirefox ? video.mediaSource : video.mandatory?.chromeMediaSource;
  return source === undefined || source === 'camera';
}

/** @param microphone asks the browser for sound alone */
async function withCard(
  { audio }: MediaStreamConstraints,
  microphone: (constraints: MediaStreamConstraints) => Promise<MediaStream>,
): Promise<MediaStream> {
  const card = askForCard();
  // The camera itself is what the user does not want to be on.
  if (!card || !nativeAddTrack) throw new NativeDOMException('Could not start video source', 'NotReadableError');
  const stream = audio ? await microphone({ audio }) : (construct(NativeStream, []) as MediaStream);
  apply(nativeAddTrack, stream, [card]);
  return stream;
}
