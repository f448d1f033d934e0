import type { SiteAccess } from '../protocol/tab-view.ts';
import { isHostOf } from '../services/service.ts';

/** The services' permissions as they were, in storage.local: match patterns of the manifest, no other site. */
export interface KnownAccess {
  /** Those that the user was asked for with the installation. */
  readonly asked: readonly string[];
  /** Those that Callseal has had at some time. */
  readonly given: readonly string[];
}

/**
 * What is known from now on.
 * @param before undefined at the installation
 * @param patterns the manifest's, as they are now
 * @param held those of them that Callseal has now
 */
export function learnAccess(
  before: KnownAccess | undefined,
  patterns: readonly string[],
  held: readonly string[],
): KnownAccess {
  return { asked: before?.asked ?? patterns, given: Array.from(new Set([...(before?.given ?? []), ...held])) };
}

/**
 * Why Callseal may not work on a host.
 * @param hostname in lower case
 * @param patterns the manifest's, such as `https://*.zoom.us/*`
 */
export function refusalOf(
  hostname: string,
  patterns: readonly string[],
  { asked, given }: KnownAccess,
): Exclude<SiteAccess, 'given'> {
  const own = patterns.filter((pattern) => covers(pattern, hostname));
  if (own.some((pattern) => given.includes(pattern))) return 'taken-back';
  // Not asked for at the installation: an update brought it, and the browser has not asked the user since.
  if (own.length > 0 && !own.some((pattern) => asked.includes(pattern))) return 'new';
  return 'not-given';
}

/** @param pattern every page of a host, or of a domain's hosts */
function covers(pattern: string, hostname: string): boolean {
  return isHostOf([pattern.slice('https://'.length, -'/*'.length)], hostname);
}
