/**
 * Runs first in the workers of a steered client, in the page's own world like everything of the page hook. Its settings are
 * the argument of the function that it is the body of.
 */
import { composeBlobWorkers } from '../page-hook/leaks/blob-workers.ts';
import { refuseLargeMemory } from '../page-hook/leaks/memory.ts';
import { judgeSocket } from '../page-hook/leaks/own-media.ts';
import { callOf, type SteeredWorker } from '../page-hook/leaks/steered-worker-script.ts';
import { apply, NativeBroadcastChannel, NativeMessageEvent, reader, wrapMethod } from '../page-hook/natives.ts';

declare const callsealWorker: (settings: SteeredWorker) => void;
declare const callsealSettings: SteeredWorker;

const { news: name, refuses, refusesSound } = callsealSettings;
const news = new NativeBroadcastChannel(name);
const functionText = String(callsealWorker);
const postNews = news.postMessage.bind(news);
const dataOf = reader(NativeMessageEvent.prototype, 'data');
/** The document says so when protection is switched. */
let isOn = true;
news.onmessage = (event) => {
  const what = dataOf(event) as unknown;
  if (what === 'on' || what === 'off') isOn = what === 'on';
};

refuseLargeMemory((shared) => isOn && (shared ? refuses : refusesSound));
// Its own workers are not the ones whose failure the client looks for.
composeBlobWorkers(() => (isOn ? callOf(functionText, { ...callsealSettings, refusesSound: false }) : undefined));
wrapMethod(globalThis.WebSocket?.prototype, 'send', (native, self, args) => {
  if (!isOn) return apply(native, self, args);
  const { passes, news: what } = judgeSocket(self as WebSocket, args[0]);
  if (what) postNews(what);
  return passes ? apply(native, self, args) : undefined;
});
// As on the page's own thread: nobody can look into what goes over them.
for (const kind of ['WebTransport', 'WebSocketStream']) Reflect.deleteProperty(globalThis, kind);
