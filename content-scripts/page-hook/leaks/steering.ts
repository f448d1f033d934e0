/**
 * Zoom's client chooses between WebRTC and a mode of its own, in which workers encode and send and nothing can be sealed.
 * It takes WebRTC where shared memory, off-screen canvases or WebCodecs are missing, so on Zoom's hosts they are missing
 * while protection is on.
 */
import { isHostOf } from '../../../src/services/service.ts';
import { zoom } from '../../../src/services/zoom.ts';
import { listen, tell } from '../channel.ts';
import { isOn } from '../gate.ts';

const HIDDEN = [
  'SharedArrayBuffer',
  'OffscreenCanvas',
  'VideoEncoder',
  'VideoDecoder',
  'AudioEncoder',
  'AudioDecoder',
] as const;

/** Whether this document is Zoom's, and was loaded while protection was on. */
export const isSteered = isOn() && isZoom();

/** Hides them, for documents of Zoom that are loaded while protection is on. */
export function steer(): void {
  if (!isSteered) return;
  for (const name of HIDDEN) Reflect.deleteProperty(globalThis, name);
  if (globalThis.HTMLCanvasElement) Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
}

/** A client that was loaded without has made its choice already, and has to be loaded anew. */
export function askForReload(): void {
  if (!isSteered && isZoom()) listen('on', () => tell('unsteered'));
}

/** A frame without an address of its own has the origin of the one that made it. */
function isZoom(): boolean {
  try {
    return isHostOf(zoom.hosts, new URL(self.origin).hostname);
  } catch {
    return false; // an opaque origin
  }
}
