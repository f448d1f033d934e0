import { firstMatch, type Service } from './service.ts';

export const jitsi: Service = {
  id: 'jitsi',
  name: 'Jitsi Meet',
  hosts: ['meet.jit.si', '8x8.vc'],
  sharedMeetingId: true,
  meetingId(url) {
    const room = firstMatch(url, [/^\/((?:[^/?#]+\/)?[^/?#]+)(?:$|[?#])/]);
    return room && !room.startsWith('static') ? `${url.hostname.toLowerCase()}/${room}` : undefined;
  },
};
