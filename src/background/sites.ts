import browser from 'webextension-polyfill';
import type { Site, SiteAccess } from '../protocol/tab-view.ts';
import { serviceOf } from '../services/registry.ts';
import { type ContentScript, registerScripts } from './registered-scripts.ts';
import { type KnownAccess, learnAccess, refusalOf } from './site-access.ts';

interface Manifest {
  readonly host_permissions: readonly string[];
  readonly content_scripts: readonly Omit<ContentScript, 'id'>[];
}

let last: Promise<void> = Promise.resolve();
let covered: Promise<readonly string[]> | undefined;

/** Match patterns of all sites that Callseal may work on now. */
export function coveredSites(): Promise<readonly string[]> {
  covered ??= browser.permissions.getAll().then(({ origins = [] }) => origins);
  return covered;
}

/** Those of these match patterns that belong to some of the services. @param services by their ids */
export function sitesOf(patterns: readonly string[], services: ReadonlySet<string>): readonly string[] {
  const serviceOfPattern = (pattern: string): string | undefined => serviceOf(new URL(pattern.replace('*', 'any')))?.id;
  return services.size === 0 ? [] : patterns.filter((pattern) => services.has(serviceOfPattern(pattern) ?? ''));
}

/**
 * Has the content scripts run on the sites that the user lets Callseal work on, and on no other. The browser may forget
 * them with an update, and the user may give and take permissions in the browser's own settings, so this is asked for
 * whenever either can have happened.
 */
export function registerSites(): Promise<void> {
  covered = undefined;
  last = last.catch(() => undefined).then(register);
  return last;
}

const manifestOf = (): Manifest => browser.runtime.getManifest() as unknown as Manifest;

async function register(): Promise<void> {
  const manifest = manifestOf();
  const origins = await coveredSites();
  const held = manifest.host_permissions.filter((pattern) => origins.includes(pattern));
  const access = learnAccess(await readKnown(), manifest.host_permissions, held);
  await browser.storage.local.set({ access });
  const matches = origins.filter((pattern) => !manifest.host_permissions.includes(pattern));
  // A permission for all sites covers the services too, whose documents have the manifest's scripts already.
  const options = { excludeMatches: [...manifest.host_permissions], persistAcrossSessions: true };
  const scripts = manifest.content_scripts.map((script, index) => ({ ...script, id: `site-${index}` }));
  await registerScripts(scripts, matches, options);
}

async function readKnown(): Promise<KnownAccess | undefined> {
  return ((await browser.storage.local.get('access')) as { access?: KnownAccess }).access;
}

/** The site of an address, and whether Callseal may work there now; null where it never may. */
export async function siteOf(address: string | undefined): Promise<Site | null> {
  if (!address || !URL.canParse(address)) return null;
  const { protocol, hostname } = new URL(address);
  if (!/^https?:$/.test(protocol)) return null;
  const pattern = `${protocol}//${hostname}/*`;
  return { pattern, access: await accessTo(pattern, hostname) };
}

async function accessTo(pattern: string, hostname: string): Promise<SiteAccess> {
  if (await browser.permissions.contains({ origins: [pattern] })) {
    // A page that is loaded again before the scripts are registered would be without them.
    await last.catch(() => undefined);
    return 'given';
  }
  const patterns = manifestOf().host_permissions;
  // What a page asks for while the background starts must not be judged by what was known last time.
  await registerSites();
  return refusalOf(hostname, patterns, (await readKnown()) ?? learnAccess(undefined, patterns, []));
}
