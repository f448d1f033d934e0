/**
 * Tells the guard of the elements by which the page plays streams: it plays members' sound as loud, and on the same
 * device. Those that are in no document it cannot find by itself.
 */
import { tellOfPlayer } from './channel.ts';
import { apply, defineProperty, getOwnPropertyDescriptor, NativeProxy } from './natives.ts';

export function watchPlayers(): void {
  const prototype = globalThis.HTMLMediaElement?.prototype;
  const descriptor = prototype && getOwnPropertyDescriptor(prototype, 'srcObject');
  if (!prototype || !descriptor?.set) return;
  defineProperty(prototype, 'srcObject', {
    ...descriptor,
    set: new NativeProxy(descriptor.set, {
      apply(native, self: HTMLMediaElement, args) {
        apply(native, self, args); // throws for anything but an element
        if (args[0]) tellOfPlayer(self);
      },
    }),
  });
}
