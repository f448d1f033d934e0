import { firstMatch, partsOf, type Service } from './service.ts';

/**
 * The same path stands in the pathname, behind `#`, or in the launcher's `url` parameter, there encoded once or twice.
 * Calls of two, and Skype's successor on teams.live.com, have the same links.
 */
const PATTERNS = [/\/l\/meetup-join\/([^/?#&]+)/, /\/meet\/(\d+)/];

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
  // `/v2/` alone, while the call runs.
  losesMeetingId: true,
  // MicrosoftDocs/azure-docs, communication-services/concepts/call-flows.md: the media processor mixes group calls.
  cannotSeal: ['mixed-sound'],
  meetingId: (url) => firstMatch(decoded(partsOf(url)), PATTERNS) ?? threadOfCoordinates(url),
};

function decoded(address: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(address));
  } catch {
    return address; // a lone % that encodes nothing
  }
}

/** `/light-meetings/launch?coords=…`: JSON in base64, with the thread as `conversationId`. */
function threadOfCoordinates({ searchParams }: URL): string | undefined {
  const coordinates = searchParams.get('coords');
  if (!coordinates) return undefined;
  try {
    // A plus sign that was not encoded is read as a space.
    const { conversationId } = JSON.parse(atob(coordinates.replace(/[ -]/g, '+').replace(/_/g, '/')));
    return typeof conversationId === 'string' && conversationId ? conversationId.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
