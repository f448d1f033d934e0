import { firstMatch, type Service } from './service.ts';

export const googleMeet: Service = {
  id: 'meet',
  name: 'Google Meet',
  hosts: ['meet.google.com'],
  sharedMeetingId: true,
  meetingId: (url) => firstMatch(url, [/^\/(?:_meet\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})(?:$|[/?#])/i]),
};
