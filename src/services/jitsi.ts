import { firstMatch, partsOf, type Service } from './service.ts';

export const jitsi: Service = {
  id: 'jitsi',
  name: 'Jitsi Meet',
  hosts: ['meet.jit.si', '8x8.vc'],
  sharedMeetingId: true,
  cannotSeal: [],
  /** A room, on 8x8.vc after its tenant; `/static/` holds the service's own pages. */
  meetingId(url) {
    const room = firstMatch(partsOf(url), [/^\/(?!static\/)((?:[^/?#]+\/)?[^/?#]+)(?:$|[?#])/]);
    return room && `${url.hostname}/${room}`;
  },
};
