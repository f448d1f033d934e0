import { firstMatch, partsOf, type Service } from './service.ts';

export const zoom: Service = {
  id: 'zoom',
  name: 'Zoom',
  hosts: ['zoom.us', '*.zoom.us', 'zoom.com', '*.zoom.com', 'zoomgov.com', '*.zoomgov.com'],
  // Vanity links (/my/…) give no number, so two participants may see different ids.
  sharedMeetingId: false,
  // npm @zoom/meetingsdk 6.2.0, dist/lib/av/js_media: WebCodecs over data channels or WebSocket, and for the screen always.
  cannotSeal: ['own-transport', 'own-screen'],
  /** Join page, launcher, the web client, and the frame inside its installed form (`?from=pwa`, `?fromPWA=1`). */
  meetingId: (url) =>
    firstMatch(partsOf(url), [
      /^\/(?:wc\/)?(?:join\/|j\/|s\/|w\/)?(\d{9,12})(?:\/(?:join|start))?(?:$|[/?#])/,
      /^\/my\/([^/?#]+)/,
    ]),
};
