/**
 * Where the user sends a card instead of a picture, the page gets one whenever it asks for a camera: no device is opened,
 * so none is asked for. Microphones and screens come from the browser as always.
 */
import { takeCameras } from './cameras.ts';
import { askForCard } from './channel.ts';
import { isCardChosen } from './gate.ts';
import { afterwards, prototypeOf } from './leaks/hooking.ts';
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
const nativeString = String;
const { then } = Promise.prototype;
const isFirefox = getOwnPropertyDescriptor(globalThis, 'mozInnerScreenX') !== undefined;

/** Browsers' own, by which a video constraint means a screen. */
type VideoConstraints = MediaTrackConstraints & {
  readonly mediaSource?: unknown;
  readonly mandatory?: { readonly chromeMediaSource?: unknown };
};

/** What the page asks for, read once: a getter of the page's may say something else the next time. */
interface Wanted {
  readonly camera: boolean;
  /** For the browser, with what was read. */
  readonly constraints: MediaStreamConstraints | undefined;
}

/** Patches this document's prototypes, at document_start. */
export function replaceCameras(): void {
  wrapMethod(prototypeOf('MediaDevices'), 'getUserMedia', (native, self, args) => {
    let wanted: Wanted;
    try {
      wanted = wantedBy(args[0]);
    } catch (error) {
      return NativePromise.reject(error);
    }
    const { camera, constraints } = wanted;
    if (!camera) return apply(native, self, [constraints]);
    if (!isCardChosen())
      return afterwards(apply(native, self, [constraints]), (stream) => takeCameras(stream as MediaStream));
    return (async () => {
      handlerOf(self as MediaDevices); // throws for anything else, as the method itself does
      return await withCard(constraints, (sound) => apply(native, self, [sound]) as Promise<MediaStream>);
    })();
  });
  for (const name of ['getUserMedia', 'webkitGetUserMedia', 'mozGetUserMedia']) {
    wrapMethod(prototypeOf('Navigator'), name, (native, self, args) => {
      const [given, done, failed] = args;
      if (typeof done !== 'function' || typeof failed !== 'function') return apply(native, self, args);
      const { camera, constraints } = wantedBy(given);
      if (!camera) return apply(native, self, [constraints, done, failed]);
      if (!isCardChosen()) {
        const taken = (stream: MediaStream): void => {
          takeCameras(stream);
          done(stream);
        };
        return apply(native, self, [constraints, taken, failed]);
      }
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

function wantedBy(given: unknown): Wanted {
  const asked = given as MediaStreamConstraints | undefined;
  if (typeof asked !== 'object' || asked === null) return { camera: false, constraints: asked };
  const { audio } = asked;
  const video = asked.video as VideoConstraints | boolean | null | undefined;
  const as = (camera: boolean, read: unknown = video): Wanted => ({
    camera,
    constraints: { ...asked, audio, video: read } as MediaStreamConstraints,
  });
  if (video === null) return as(true); // as a dictionary is read
  if (typeof video !== 'object') return as(Boolean(video));
  const screen = isFirefox ? screenOfFirefox(video) : screenOfChromium(video);
  return as(!screen, screen ?? video);
}

/** What is not listed here is a camera. @returns the constraints of a screen, to be read as they were read here */
function screenOfFirefox(video: VideoConstraints): object | undefined {
  const mediaSource = nativeString(video.mediaSource);
  const isScreen = mediaSource === 'screen' || mediaSource === 'window' || mediaSource === 'browser';
  return isScreen ? { ...video, mediaSource } : undefined;
}

function screenOfChromium(video: VideoConstraints): object | undefined {
  const { mandatory } = video;
  const chromeMediaSource = nativeString(mandatory?.chromeMediaSource);
  const isScreen = chromeMediaSource === 'desktop' || chromeMediaSource === 'screen' || chromeMediaSource === 'tab';
  return isScreen ? { ...video, mandatory: { ...mandatory, chromeMediaSource } } : undefined;
}

/** @param microphone asks the browser for sound alone */
async function withCard(
  constraints: MediaStreamConstraints | undefined,
  microphone: (constraints: MediaStreamConstraints) => Promise<MediaStream>,
): Promise<MediaStream> {
  const audio = constraints?.audio;
  const card = askForCard();
  // The camera itself is what the user does not want to be on.
  if (!card || !nativeAddTrack) throw new NativeDOMException('Could not start video source', 'NotReadableError');
  const stream = audio ? await microphone({ audio }) : (construct(NativeStream, []) as MediaStream);
  apply(nativeAddTrack, stream, [card]);
  return stream;
}
