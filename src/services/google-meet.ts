import { firstMatch, partsOf, type Service } from './service.ts';

/**
 * Codes are three, four and three letters. `/lookup/<alias>` is sent on to the meeting's code, and names no meeting
 * before; `/new` and `/landing` never do.
 */
export const googleMeet: Service = {
  id: 'meet',
  name: 'Google Meet',
  hosts: ['meet.google.com'],
  sharedMeetingId: true,
  cannotSeal: [],
  meetingId: (url) => firstMatch(partsOf(url), [/^\/(?:_meet\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})(?:$|[/?#])/i]),
};
