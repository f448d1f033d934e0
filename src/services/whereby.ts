import { firstMatch, partsOf, type Service } from './service.ts';

/** Paths of the service's own pages, which are no rooms. */
const NOT_ROOMS = new Set(['information', 'org', 'user']);

export const whereby: Service = {
  id: 'whereby',
  name: 'Whereby',
  hosts: ['whereby.com', '*.whereby.com'],
  sharedMeetingId: true,
  cannotSeal: [],
  meetingId(url) {
    const room = firstMatch(partsOf(url), [/^\/([^/?#]+)/]);
    if (!room || NOT_ROOMS.has(room)) return undefined;
    // A room of an organisation's subdomain is another room than the one of the same name elsewhere.
    return `${url.hostname}/${room}`;
  },
};
