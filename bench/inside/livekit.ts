/**
 * LiveKit's E2EE worker without a room. It takes over the global scope that it is loaded into, as a worker does, and is
 * told by messages what to do; here those are calls.
 */
import { type Contestant, StreamLane } from './lane.ts';
import { beginnings, IDENTITY, type LivekitMessage } from './livekit-messages.ts';

interface WorkerScope {
  self: unknown;
  onmessage: ((event: { readonly data: LivekitMessage }) => void) | null;
  postMessage: (message: LivekitMessage) => void;
}

/** What the bundle adds to the exports of the worker. */
export interface LivekitEscaper {
  writeRbsp(bytes: Uint8Array): Uint8Array;
  parseRbsp(bytes: Uint8Array): Uint8Array;
  needsRbspUnescaping(bytes: Uint8Array): boolean;
}

interface Livekit {
  tell(message: LivekitMessage): void;
  readonly escaper: LivekitEscaper;
}

let loaded: Promise<Livekit> | undefined;
let tracks = 0;

/** Loads the worker, once. */
export function loadLivekit(): Promise<Livekit> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Livekit> {
  const scope = globalThis as unknown as WorkerScope;
  // Node has none of these.
  scope.self ??= scope;
  scope.onmessage ??= null;
  const enabled = new Promise<void>((resolve) => {
    scope.postMessage = ({ kind }) => {
      if (kind === 'enable') resolve();
    };
  });
  const escaper = (await import('livekit-client/e2ee-worker')) as unknown as LivekitEscaper;
  const tell = (message: LivekitMessage): void => scope.onmessage?.({ data: message });
  for (const message of await beginnings()) tell(message);
  await enabled;
  return { tell, escaper };
}

/** @returns undefined for codecs that it does not encrypt */
export async function livekit(mimeType: string): Promise<Contestant<StreamLane> | undefined> {
  if (mimeType === 'video/AV1') return undefined;
  const { tell } = await loadLivekit();
  const codec = mimeType.replace(/^.*\//, '').toLowerCase();
  const lane = (kind: 'encode' | 'decode'): StreamLane =>
    new StreamLane(({ readable, writable }) => {
      const trackId = `track ${++tracks}`;
      const streams = { readableStream: readable, writableStream: writable };
      tell({ kind, data: { participantIdentity: IDENTITY, trackId, ...streams, codec, isReuse: false } });
    });
  return { encrypt: lane('encode'), decrypt: lane('decode') };
}
