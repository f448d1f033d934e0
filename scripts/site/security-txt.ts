/** RFC 9116 asks for less than a year. */
const VALID_DAYS = 360;

/**
 * A security.txt (RFC 9116).
 *
 * @param contact where holes are reported: an https or mailto address
 * @param site the site's address, without a slash at its end
 * @throws when contact or site is no such address
 */
export function securityTxt(contact: string, site: string, nowMs: number): string {
  if (!/^(?:https:\/\/[^\s/]+\/|mailto:[^\s@]+@)\S+$/.test(contact))
    throw new Error('--contact takes an address that begins with https:// or mailto:.');
  if (!/^https:\/\/[^\s/]+(?:\/[^\s/]+)*$/.test(site)) throw new Error('--at takes an https address.');
  const expires = new Date(nowMs + VALID_DAYS * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en, de',
    `Canonical: ${site}/.well-known/security.txt`,
    `Policy: ${site}/SECURITY.html`,
    '',
  ].join('\n');
}
