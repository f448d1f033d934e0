import type { Service } from './service.ts';

/** Test pages and the demo. Only the test build matches localhost; the meeting id is the path. */
export const localhost: Service = {
  id: 'localhost',
  name: 'Localhost',
  hosts: ['localhost'],
  sharedMeetingId: true,
  cannotSeal: [],
  meetingId: (url) => url.pathname,
};
