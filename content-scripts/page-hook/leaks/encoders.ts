/**
 * Encoders of the page's own. What they make is ready to be sent past the RTP senders, and no call needs them on the
 * page's own thread, so while protection is on they get black and silence.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { blanked } from './blank.ts';
import { prototypeOf } from './hooking.ts';

export function blankEncoders(): void {
  for (const owner of ['VideoEncoder', 'AudioEncoder']) {
    wrapMethod(prototypeOf(owner), 'encode', (native, self, args) => {
      if (!isOn()) return apply(native, self, args);
      const media = args[0];
      const blank = blanked(media);
      if (blank === media) return apply(native, self, args); // nothing that can be encoded: the browser says so
      tell('encoder');
      const result = apply(native, self, [blank, ...args.slice(1)]);
      (blank as VideoFrame | AudioData).close();
      return result;
    });
  }
}
