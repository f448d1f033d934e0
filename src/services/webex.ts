import { firstMatch, type Service } from './service.ts';

export const webex: Service = {
  id: 'webex',
  name: 'Webex',
  hosts: ['webex.com', '*.webex.com'],
  // A personal room, an MTID and a 32-digit id may all be the same meeting.
  sharedMeetingId: false,
  meetingId: (url) =>
    firstMatch(url, [
      /^\/(?:meet|join)\/([^/?#]+)/,
      /[?&]MTID=([^&#]+)/i,
      /\/meeting\/(?:info|download)\/([0-9a-f]{32})/,
    ]),
};
