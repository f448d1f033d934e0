import { firstMatch, isHostOf, type OwnMode, partsOf, type Service } from './service.ts';

const HOSTS = ['zoom.us', '*.zoom.us', 'zoom.com', '*.zoom.com', 'zoomgov.com', '*.zoomgov.com'];

/** npm @zoom/meetingsdk 6.2.0, dist/lib/av/js_media: WebCodecs and WASM over data channels or sockets. */
const ownMode: OwnMode = {
  channels: { ZoomWebclientVideoDataChannel: 'picture', ZoomWebclientAudioDataChannel: 'sound' },
  /** The WebRTC mode is negotiated at the very path of the media sockets; `mode` tells it apart (`prob=1`: only tried). */
  socket({ protocol, hostname, pathname, searchParams }) {
    if (!/^wss?:$/.test(protocol)) return undefined;
    if (!pathname.startsWith('/wc/media/') && !(pathname.startsWith('/media/') && isHostOf(HOSTS, hostname))) {
      return undefined;
    }
    const modes = searchParams.getAll('mode');
    if (modes.length > 0 && modes.every((mode) => mode === '16')) return 'signalling';
    const type = searchParams.get('type');
    return type === 'a' ? 'sound' : type === 's' ? 'screen' : 'picture';
  },
  // Shared memory stays: the client falls back to WebRTC when it cannot allocate it, and asks only where it is there.
  hidden: ['OffscreenCanvas', 'VideoEncoder', 'VideoDecoder', 'AudioEncoder', 'AudioDecoder'],
  soundWorker: /audio/i,
  failures: ['WebRTC_Failed'],
};

export const zoom: Service = {
  id: 'zoom',
  name: 'Zoom',
  hosts: HOSTS,
  // Vanity links (/my/…) give no number, so two participants may see different ids.
  sharedMeetingId: false,
  cannotSeal: ['own-transport', 'own-screen'],
  ownMode,
  /** Join page, launcher, the web client, and the frame inside its installed form (`?from=pwa`, `?fromPWA=1`). */
  meetingId: (url) =>
    firstMatch(partsOf(url), [
      /^\/(?:wc\/)?(?:join\/|j\/|s\/|w\/)?(\d{9,12})(?:\/(?:join|start))?(?:$|[/?#])/,
      /^\/my\/([^/?#]+)/,
    ]),
};
