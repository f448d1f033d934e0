import { googleMeet } from './google-meet.ts';
import { jitsi } from './jitsi.ts';
import { localhost } from './localhost.ts';
import { microsoftTeams } from './microsoft-teams.ts';
import { hostOf, otherSite } from './other-site.ts';
import { isHostOf, type NativeService, type Service } from './service.ts';
import { teamviewerMeeting } from './teamviewer-meeting.ts';
import { webex } from './webex.ts';
import { whereby } from './whereby.ts';
import { zoom } from './zoom.ts';

/** The services whose hosts the manifest names. */
export const SERVICES: readonly Service[] = [
  googleMeet,
  microsoftTeams,
  zoom,
  webex,
  whereby,
  jitsi,
  ...(__TEST_BUILD__ ? [localhost] : []),
];

/** The service that an address belongs to, by its host alone. Any other secure site may hold calls too. */
export function serviceOf(url: URL): Service | undefined {
  const known = SERVICES.find(({ hosts }) => isHostOf(hosts, url.hostname));
  if (known) return known;
  return url.protocol === 'https:' && !nativeServiceOf(url) ? otherSite : undefined;
}

/** What people call a service; empty for a site that Callseal does not know. */
export function nameOfService(id: string): string {
  return SERVICES.find((service) => service.id === id)?.name ?? '';
}

/** The service of an address whose calls no browser holds. */
export function nativeServiceOf({ hostname }: URL): NativeService | undefined {
  return isHostOf(teamviewerMeeting.hosts, hostname) ? teamviewerMeeting : undefined;
}

/** A meeting as the background keeps it: which service, which id, and whether that id may salt a passphrase. */
export interface Meeting {
  readonly service: string;
  readonly id: string;
  readonly shared: boolean;
}

export function isSameMeeting(one: Meeting, other: Meeting): boolean {
  return one.service === other.service && one.id === other.id;
}

/**
 * The meeting that a tab shows.
 *
 * @param address the tab's address as the browser reports it, never as a page says
 * @param before the meeting that the tab has shown until now: it goes on where the service's address does not name it
 * @returns undefined when the address belongs to no service or names no meeting
 */
export function meetingOf(address: string | undefined, before: Meeting | null = null): Meeting | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const service = serviceOf(url);
  if (!service) return undefined;
  const id = service.meetingId(url);
  if (id) return { service: service.id, id, shared: service.sharedMeetingId };
  return service.losesMeetingId && before?.service === service.id ? before : undefined;
}

/** Whether a frame's origin is the meeting's own service: only such a frame may have its keys. */
export function isOwnFrame(origin: string, { service, id }: Meeting): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (serviceOf(url)?.id !== service) return false;
  // Nothing is known of what else belongs to another site than the host itself.
  return service !== otherSite.id || hostOf({ id }) === url.host;
}
