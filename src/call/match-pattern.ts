/**
 * Whether a match pattern that names every page of a host, of a domain's hosts or of all hosts, covers an origin. Ports do
 * not count, as in the browsers' permissions.
 *
 * @param pattern such as `https://*.zoom.us/*`
 */
export function covers(pattern: string, origin: URL): boolean {
  const [, scheme, host = ''] = /^(\*|https?):\/\/([^/]+)\/\*$/.exec(pattern) ?? [];
  if (scheme === undefined || !(scheme === '*' || `${scheme}:` === origin.protocol)) return false;
  if (host === '*' || host === origin.hostname) return true;
  return host.startsWith('*.') && (origin.hostname === host.slice(2) || origin.hostname.endsWith(host.slice(1)));
}
