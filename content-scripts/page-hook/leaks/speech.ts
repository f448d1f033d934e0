/**
 * Speech recognition: the browser itself sends the microphone to its maker's servers, and gives the page a text that no
 * mark knows again. While protection is on it ends at once, as where the browser does not allow it.
 */
import { listen, tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, dispatchEvent, NativeEvent, NativePromise, wrapMethod } from '../natives.ts';
import { prototypeOf } from './hooking.ts';

const NativeErrorEvent = (globalThis as { SpeechRecognitionErrorEvent?: typeof SpeechRecognitionErrorEvent })
  .SpeechRecognitionErrorEvent;
const running = new Set<WeakRef<object>>();
let nativeAbort: ((...args: unknown[]) => unknown) | undefined;

export function refuseSpeechRecognition(): void {
  // Chromium has one interface under two names; the prototype is the same.
  const prototype = prototypeOf('SpeechRecognition') ?? prototypeOf('webkitSpeechRecognition');
  nativeAbort = (prototype as { abort?: typeof nativeAbort } | undefined)?.abort;
  wrapMethod(prototype, 'start', (native, self, args) => {
    if (!isOn()) {
      const result = apply(native, self, args);
      running.add(new WeakRef(self as object));
      return result;
    }
    tell('speech');
    // The page's handlers are to run after `start` has returned.
    void (async () => {
      await NativePromise.resolve();
      if (NativeErrorEvent) apply(dispatchEvent, self as EventTarget, [refused(NativeErrorEvent)]);
      apply(dispatchEvent, self as EventTarget, [new NativeEvent('end')]);
    })();
    return undefined;
  });
}

/** Ends what was started before protection came on. */
export function endSpeechRecognition(): void {
  listen('on', () => {
    for (const reference of running) {
      const recognition = reference.deref();
      if (recognition && nativeAbort) apply(nativeAbort, recognition, []);
    }
    if (running.size > 0) tell('speech');
    running.clear();
  });
}

function refused(Constructor: typeof SpeechRecognitionErrorEvent): Event {
  return new Constructor('error', { error: 'service-not-allowed', message: '' });
}
