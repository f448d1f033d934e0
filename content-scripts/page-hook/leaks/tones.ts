/**
 * Tones of a telephone keypad travel as RTP packets of their own (telephone-event, RFC 4733), which no transform sees. A
 * PIN that is typed into a protected call would be readable, so while protection is on no tone is sent.
 */
import { listen, tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, NativeDOMException, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceGetter } from './hooking.ts';

const nativeInsert = (prototypeOf('RTCDTMFSender') as Partial<RTCDTMFSender> | undefined)?.insertDTMF;
const used = new Set<WeakRef<RTCDTMFSender>>();

export function refuseTones(): void {
  const prototype = prototypeOf('RTCDTMFSender');
  wrapMethod(prototype, 'insertDTMF', (native, self, args) => {
    if (!isOn()) {
      used.add(new WeakRef(self as RTCDTMFSender));
      return apply(native, self, args);
    }
    // Taking back what waits is always allowed.
    if (args[0] === '') return apply(native, self, args);
    tell('tones');
    throw new NativeDOMException(
      "Failed to execute 'insertDTMF' on 'RTCDTMFSender': Callseal sends no tones while it protects this call.",
      'InvalidStateError',
    );
  });
  replaceGetter(prototype, 'canInsertDTMF', (actual) => (isOn() ? false : actual()));
}

/** Takes back the tones that wait when protection comes on. */
export function endTones(): void {
  listen('on', () => {
    for (const reference of used) {
      const sender = reference.deref();
      try {
        if (sender && nativeInsert) apply(nativeInsert, sender, ['']);
      } catch {
        // its transceiver has stopped: it sends nothing
      }
    }
    used.clear();
  });
}
