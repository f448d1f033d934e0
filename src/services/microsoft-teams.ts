import { firstMatch, type Service } from './service.ts';

export const microsoftTeams: Service = {
  id: 'teams',
  name: 'Microsoft Teams',
  hosts: [
    'teams.microsoft.com',
    '*.teams.microsoft.com',
    'teams.cloud.microsoft',
    'teams.live.com',
    '*.teams.microsoft.us',
  ],
  // One meeting has a thread id and a number; which of them is seen depends on the link.
  sharedMeetingId: false,
  meetingId: (url) => firstMatch(url, [/\/l\/meetup-join\/([^/?#]+)/, /\/meet\/(\d+)/]),
};
