/**
 * A service's client may choose between WebRTC and a mode of its own, in which workers encode and send and nothing can be
 * sealed. On the service's hosts, in documents that are loaded while protection is on, it is led to WebRTC: interfaces are
 * hidden without which it takes that, and large memory is refused once, in the page and in its workers.
 */
import source from '../../../dist/steered-worker/steered-worker.js?source';
import { ownModeOf } from '../../../src/services/own-mode.ts';
import { listen, tell } from '../channel.ts';
import { isBroken, isOn } from '../gate.ts';
import { apply, NativeBroadcastChannel, NativeMessageEvent, reader } from '../natives.ts';
import { composeBlobWorkers } from './blob-workers.ts';
import { refuseLargeMemory } from './memory.ts';
import { isOwnModeNews } from './own-media.ts';
import { steeredWorkerScript } from './steered-worker-script.ts';

const nativePost = NativeBroadcastChannel.prototype.postMessage;
const ownMode = ownModeOf(self.origin);

/** Whether this document's client has a mode of its own, and was loaded while protection was on. */
export const isSteered = isOn() && ownMode !== undefined;

/** Patches this document, where its client is to be steered. */
export function steer(): void {
  if (!isSteered || !ownMode) return;
  for (const name of ownMode.hidden) Reflect.deleteProperty(globalThis, name);
  if (ownMode.hidden.includes('OffscreenCanvas') && globalThis.HTMLCanvasElement) {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  }
  const mayRefuse = (): boolean => isOn() && !isBroken();
  refuseLargeMemory((shared) => shared && mayRefuse());
  const news = `callseal-${crypto.randomUUID()}`;
  workers = hear(news);
  let soundRefused = false;
  composeBlobWorkers((name) => {
    if (!isOn()) return undefined;
    // One failure of its sound's memory is enough for the client, and a second one is an error to its user.
    const refusesSound = mayRefuse() && !soundRefused && ownMode.soundWorker.test(name);
    soundRefused ||= refusesSound;
    return steeredWorkerScript(source, { news, refuses: mayRefuse(), refusesSound });
  });
}

/** The channel between this document and its workers: they say what they have stopped, and hear whether they still have to. */
let workers: BroadcastChannel | undefined;

function hear(name: string): BroadcastChannel {
  const channel = new NativeBroadcastChannel(name);
  const dataOf = reader(NativeMessageEvent.prototype, 'data');
  channel.onmessage = (event) => {
    const what = dataOf(event) as unknown;
    if (isOn() && isOwnModeNews(what)) tell(what);
  };
  return channel;
}

export function followSteering(): void {
  // A client that was loaded without has made its choice already, and has to be loaded anew.
  if (!isSteered && ownMode) listen('on', () => tell('unsteered'));
  for (const what of ['on', 'off'] as const) listen(what, () => workers && postNews(workers, what));
}

function postNews(channel: BroadcastChannel, what: 'on' | 'off'): void {
  apply(nativePost, channel, [what]);
}
