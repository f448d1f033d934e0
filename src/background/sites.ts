import browser from 'webextension-polyfill';
import type { Site, SiteAccess } from '../protocol/tab-view.ts';
import { type KnownAccess, learnAccess, refusalOf } from './site-access.ts';

/** What the manifest's types do not know of yet. */
interface ContentScript {
  readonly js: string[];
  readonly world?: 'MAIN' | 'ISOLATED';
  readonly all_frames?: boolean;
  readonly match_origin_as_fallback?: boolean;
  readonly run_at?: 'document_start';
}
interface Manifest {
  readonly host_permissions: readonly string[];
  readonly content_scripts: readonly ContentScript[];
}

type Registered = browser.Scripting.RegisteredContentScript;

let last: Promise<void> = Promise.resolve();

/**
 * Has the content scripts run on the sites that the user lets Callseal work on, and on no other. The browser may forget
 * them with an update, and the user may give and take permissions in the browser's own settings, so this is asked for
 * whenever either can have happened.
 */
export function registerSites(): Promise<void> {
  last = last.catch(() => undefined).then(register);
  return last;
}

const manifestOf = (): Manifest => browser.runtime.getManifest() as unknown as Manifest;

async function register(): Promise<void> {
  const manifest = manifestOf();
  const { origins = [] } = await browser.permissions.getAll();
  const held = manifest.host_permissions.filter((pattern) => origins.includes(pattern));
  const access = learnAccess(await readKnown(), manifest.host_permissions, held);
  await browser.storage.local.set({ access });
  const matches = origins.filter((pattern) => !manifest.host_permissions.includes(pattern));
  const known = (await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  if (matches.length === 0) {
    if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: known });
    return;
  }
  const root = browser.runtime.getURL('/');
  const scripts = manifest.content_scripts.map(
    ({ js, world, all_frames, match_origin_as_fallback, run_at }, index) => ({
      id: `site-${index}`,
      // Firefox gives the manifest back with addresses, and takes paths alone.
      js: js.map((file) => new URL(file, root).pathname.slice(1)),
      matches,
      // A permission for all sites covers the services too, whose documents have the manifest's scripts already.
      excludeMatches: manifest.host_permissions,
      ...(world && { world }),
      allFrames: all_frames,
      matchOriginAsFallback: match_origin_as_fallback,
      runAt: run_at,
      persistAcrossSessions: true,
    }),
  ) as unknown as Registered[];
  if (known.length > 0) await browser.scripting.updateContentScripts(scripts);
  else await browser.scripting.registerContentScripts(scripts);
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
