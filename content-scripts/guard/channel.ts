import type { SetAside } from '../../src/call/set-aside.ts';

/**
 * The guard's end of the way to the page hook: a detached element, passed once as `relatedTarget` of one event at
 * document_start, before any script of the page. What comes over it is only ever a native transceiver or a bare event.
 */
const element = document.createElement('i');

export type ToHook = 'on' | 'off' | 'ready' | 'broken';
export type FromHook = 'connection' | 'late' | 'unsteered' | 'screen' | 'screen-ended' | SetAside;

/** Offers the element to the hook, whichever of the two scripts runs first. A second handshake is refused. */
export function offerChannel(): void {
  const offer = (): void => {
    document.dispatchEvent(new FocusEvent('callseal-channel', { relatedTarget: element }));
  };
  document.addEventListener('callseal-hook', offer, { once: true });
  element.addEventListener('taken', () => document.removeEventListener('callseal-hook', offer), { once: true });
  offer();
}

export function tellHook(what: ToHook): void {
  element.dispatchEvent(new Event(what));
}

export function onHook(what: FromHook, handler: () => void): void {
  element.addEventListener(what, handler);
}

/** @param handler gets each transceiver in the task that made it; the same one may come again */
export function onHandOver(handler: (transceiver: RTCRtpTransceiver, streams: readonly MediaStream[]) => void): void {
  element.addEventListener('hand-over', (event) => {
    // The getter of this world throws for anything but a native event.
    if (event instanceof RTCTrackEvent) handler(event.transceiver, event.streams);
  });
}

/**
 * @param handler gets the transceiver in one side of which the page runs its own transform, and the port by which the
 *   page's streams will come. Port and streams are hostile until the worker has looked at them.
 */
export function onPageStreams(
  handler: (transceiver: RTCRtpTransceiver, side: 'send' | 'receive', port: MessagePort) => void,
): void {
  for (const side of ['send', 'receive'] as const) {
    element.addEventListener(`page-streams-${side}`, (event) => {
      if (!(event instanceof RTCTrackEvent)) return;
      const { transceiver } = event;
      const takePort = (next: Event): void => {
        const port = next instanceof MessageEvent ? next.ports[0] : undefined;
        if (port) handler(transceiver, side, port);
      };
      // Comes in the same task: one event carries no transceiver and port at once.
      element.addEventListener('page-streams-port', takePort, { once: true });
    });
  }
}
