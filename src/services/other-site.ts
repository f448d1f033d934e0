import type { Service } from './service.ts';

/** The host of a meeting of such a site, with its port. */
export function hostOf({ id }: { readonly id: string }): string {
  return id.split('/')[0] ?? '';
}

/**
 * Any site that the user lets Callseal work on: Nextcloud Talk, BigBlueButton, a Jitsi or Galene of one's own. Nothing is
 * known of its addresses, so host and path tell meetings apart, and query and hash, where passcodes stand, are left out.
 */
export const otherSite: Service = {
  id: 'site',
  name: '',
  hosts: [],
  // Participants may come by different paths.
  sharedMeetingId: false,
  cannotSeal: [],
  meetingId: (url) => `${url.host}${url.pathname.replace(/\/+$/, '')}`,
};
