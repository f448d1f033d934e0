import { firstMatch, partsOf, type Service } from './service.ts';

export const webex: Service = {
  id: 'webex',
  name: 'Webex',
  hosts: ['webex.com', '*.webex.com'],
  // A personal room, an MTID and a 32-digit id may all be the same meeting.
  sharedMeetingId: false,
  cannotSeal: [],
  meetingId(url) {
    const address = partsOf(url);
    const personal = firstMatch(address, [/^\/(?:meet|join)\/([^/?#]+)/]);
    // A personal room is one of its site; the other ids are unique.
    if (personal) return `${url.hostname}/${personal}`;
    return firstMatch(address, [/[?&]MTID=([^&#]+)/i, /\/meeting\/(?:info|download)\/([0-9a-f]{32})/i]);
  },
};
