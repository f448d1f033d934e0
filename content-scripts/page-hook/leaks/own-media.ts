/** Channels and sockets that are known to carry a service's own media mode: refused before a byte of theirs has left. */
import type { FromHook } from '../../../src/protocol/hook.ts';
import { ownChannel, ownSocket } from '../../../src/services/own-mode.ts';
import type { OwnMedia } from '../../../src/services/service.ts';
import { reader } from '../natives.ts';

/** What the guard is told of them. */
const OWN_MODE_NEWS = [
  'media-channel',
  'own-sound',
  'own-picture',
  'sealable-mode',
] as const satisfies readonly FromHook[];
export type OwnModeNews = (typeof OWN_MODE_NEWS)[number];

export function isOwnModeNews(value: unknown): value is OwnModeNews {
  return (OWN_MODE_NEWS as readonly unknown[]).includes(value);
}

const addressOf = reader(globalThis.WebSocket?.prototype, 'url');
const labelOf = reader(globalThis.RTCDataChannel?.prototype, 'label');
const uses = new WeakMap<WebSocket, OwnMedia | 'signalling' | 'none'>();

/** What is to be said of a message that is about to leave by a socket, and whether it may. */
export function judgeSocket(
  socket: WebSocket,
  message: unknown,
): { readonly passes: boolean; readonly news?: OwnModeNews } {
  const use = uses.get(socket) ?? ownSocket(addressOf(socket)) ?? 'none';
  uses.set(socket, use);
  if (use === 'none') return { passes: true };
  if (use !== 'signalling') return { passes: false, news: newsOf(use) };
  // Descriptions are text. Anything else at such an address is not what it is known for.
  return typeof message === 'string'
    ? { passes: true, news: 'sealable-mode' }
    : { passes: false, news: 'media-channel' };
}

/** What is to be said of a data channel that is made: a client whose sound takes it may send none before it is heard. */
export function judgeNewChannel(channel: RTCDataChannel): OwnModeNews | undefined {
  return ownChannel(labelOf(channel)) === 'sound' ? 'own-sound' : undefined;
}

/** What is to be said of a message that is about to leave by a data channel, which may not; undefined where it may. */
export function judgeChannel(channel: RTCDataChannel): OwnModeNews | undefined {
  const media = ownChannel(labelOf(channel));
  return media && newsOf(media);
}

function newsOf(media: OwnMedia): OwnModeNews {
  return ({ sound: 'own-sound', picture: 'own-picture', screen: 'media-channel' } as const)[media];
}
