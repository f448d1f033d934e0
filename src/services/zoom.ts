import { firstMatch, type Service } from './service.ts';

export const zoom: Service = {
  id: 'zoom',
  name: 'Zoom',
  hosts: ['zoom.us', '*.zoom.us', 'zoom.com', '*.zoom.com', 'zoomgov.com', '*.zoomgov.com'],
  // Vanity links (/my/…) give no number, so two participants may see different ids.
  sharedMeetingId: false,
  meetingId: (url) =>
    firstMatch(url, [
      /^\/(?:wc\/)?(?:join\/|j\/|s\/|w\/)?(\d{9,12})(?:\/(?:join|start))?(?:$|[/?#])/,
      /^\/my\/([^/?#]+)/,
    ]),
};
