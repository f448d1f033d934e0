import type { StreamSide } from '../../src/call/counts.ts';
import { SET_ASIDE, type SetAside } from '../../src/call/set-aside.ts';
import {
  ALL_NEWS,
  CARD_TRACK,
  type FromHook,
  HAND_OVER,
  HOOK_IS_THERE,
  HOOK_NEWS,
  type HookNews,
  NAMED_EXTENSION,
  OFFER,
  PAGE_STREAMS,
  PAGE_STREAMS_PORT,
  PLAYER,
  TAKEN,
  type ToHook,
} from '../../src/protocol/hook.ts';
import { EXTENSION_NAMES } from '../../src/sdp/extension-names.ts';

/**
 * The guard's end of the way to the page hook: a detached element, passed once as `relatedTarget` of one event at
 * document_start, before any script of the page. What comes over it is only ever a native transceiver or a bare event.
 */
const element = document.createElement('i');

/**
 * Offers the element to the hook, whichever of the two scripts runs first. A second handshake is refused.
 *
 * @param taken called when the hook has it
 */
export function offerChannel(taken: () => void): void {
  const offer = (): void => {
    document.dispatchEvent(new FocusEvent(OFFER, { relatedTarget: element }));
  };
  document.addEventListener(HOOK_IS_THERE, offer, { once: true });
  element.addEventListener(
    TAKEN,
    () => {
      document.removeEventListener(HOOK_IS_THERE, offer);
      taken();
    },
    { once: true },
  );
  offer();
}

export function tellHook(what: ToHook): void {
  element.dispatchEvent(new Event(what));
}

/** Gives the hook what it has just asked for: a wrapper of this track in the page's world. */
export function giveCard(track: MediaStreamTrack): void {
  element.dispatchEvent(new MediaStreamTrackEvent(CARD_TRACK, { track }));
}

/** @param handlers one for everything that the hook may say */
export function onHook(handlers: Readonly<Record<HookNews, () => void>>): void {
  for (const what of HOOK_NEWS) element.addEventListener(what, handlers[what]);
}

/** @param handler gets the name of each header extension in a description that the page sets */
export function onExtension(handler: (name: string) => void): void {
  for (const name of new Set(EXTENSION_NAMES)) element.addEventListener(NAMED_EXTENSION + name, () => handler(name));
}

/** @param handler gets whatever the hook says in words, beside those who listen to one of them */
export function onAnyNews(handler: (what: FromHook) => void): void {
  for (const what of ALL_NEWS) element.addEventListener(what, () => handler(what));
}

/** @param handler gets what the hook sets aside, stops or blanks, as often as it says so */
export function onSetAside(handler: (what: SetAside) => void): void {
  for (const what of SET_ASIDE) element.addEventListener(what, () => handler(what));
}

/**
 * Acknowledges each hand-over by `preventDefault`, which the hook sees in the same task. Where that is missing, because
 * this world ended with its extension or the handler threw, the hook lets nothing out.
 *
 * @param handler gets each transceiver in the task that made it; the same one may come again
 */
export function onHandOver(handler: (transceiver: RTCRtpTransceiver) => void): void {
  element.addEventListener(HAND_OVER, (event) => {
    // The getter of this world throws for anything but a native event.
    if (!(event instanceof RTCTrackEvent)) return;
    handler(event.transceiver);
    event.preventDefault();
  });
}

/** @param handler gets each element by which the page plays a stream, in a document or in none */
export function onPlayer(handler: (player: Element) => void): void {
  element.addEventListener(PLAYER, (event) => {
    // The getter of this world: what the page has made of the event is not seen here.
    if (event instanceof FocusEvent && event.relatedTarget instanceof Element) handler(event.relatedTarget);
  });
}

/**
 * @param handler gets the transceiver in one side of which the page runs its own transform, and the port by which the
 *   page's streams will come. Port and streams are hostile until the worker has looked at them.
 */
export function onPageStreams(
  handler: (transceiver: RTCRtpTransceiver, side: StreamSide, port: MessagePort) => void,
): void {
  for (const side of ['send', 'receive'] as const) {
    element.addEventListener(PAGE_STREAMS[side], (event) => {
      if (!(event instanceof RTCTrackEvent)) return;
      const { transceiver } = event;
      const takePort = (next: Event): void => {
        const port = next instanceof MessageEvent ? next.ports[0] : undefined;
        if (port) handler(transceiver, side, port);
      };
      // Comes in the same task: one event carries no transceiver and port at once.
      element.addEventListener(PAGE_STREAMS_PORT, takePort, { once: true });
    });
  }
}
