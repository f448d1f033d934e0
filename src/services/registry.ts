import { googleMeet } from './google-meet.ts';
import { jitsi } from './jitsi.ts';
import { localhost } from './localhost.ts';
import { microsoftTeams } from './microsoft-teams.ts';
import type { Service } from './service.ts';
import { webex } from './webex.ts';
import { whereby } from './whereby.ts';
import { zoom } from './zoom.ts';

declare const __TEST_BUILD__: boolean;

export const SERVICES: readonly Service[] = [
  googleMeet,
  microsoftTeams,
  zoom,
  webex,
  whereby,
  jitsi,
  ...(__TEST_BUILD__ ? [localhost] : []),
];

/** The service that an address belongs to, by its host alone. */
export function serviceOf(url: URL): Service | undefined {
  const host = url.hostname.toLowerCase();
  return SERVICES.find(({ hosts }) =>
    hosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern)),
  );
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
 * The meeting that a tab's address names.
 *
 * @param address the tab's address as the browser reports it, never as a page says
 * @returns undefined when the address belongs to no known service or names no meeting
 */
export function meetingOf(address: string | undefined): Meeting | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const service = serviceOf(url);
  const id = service?.meetingId(url);
  return service && id ? { service: service.id, id, shared: service.sharedMeetingId } : undefined;
}
