import browser from 'webextension-polyfill';

/** A content script as the manifest writes it, under a name. The manifest's types do not know all of it yet. */
export interface ContentScript {
  readonly id: string;
  readonly js: readonly string[];
  readonly world?: 'MAIN' | 'ISOLATED';
  readonly all_frames?: boolean;
  readonly match_origin_as_fallback?: boolean;
  readonly run_at?: 'document_start';
}

type Registered = browser.Scripting.RegisteredContentScript;

/**
 * Has scripts of the package run on these sites from their next page on, and on no other.
 *
 * @param matches match patterns; none takes the scripts away
 */
export async function registerScripts(
  scripts: readonly ContentScript[],
  matches: readonly string[],
  options: Partial<Registered>,
): Promise<void> {
  const ids = scripts.map(({ id }) => id);
  const known = (await browser.scripting.getRegisteredContentScripts({ ids })).length > 0;
  if (matches.length === 0) {
    if (known) await browser.scripting.unregisterContentScripts({ ids });
    return;
  }
  const root = browser.runtime.getURL('/');
  const registered = scripts.map(({ id, js, world, all_frames, match_origin_as_fallback, run_at }) => ({
    id,
    // Firefox gives the manifest back with addresses, and takes paths alone.
    js: js.map((file) => new URL(file, root).pathname.slice(1)),
    matches: [...matches],
    ...(world && { world }),
    allFrames: all_frames,
    matchOriginAsFallback: match_origin_as_fallback,
    runAt: run_at,
    ...options,
  })) as unknown as Registered[];
  if (known) await browser.scripting.updateContentScripts(registered);
  else await browser.scripting.registerContentScripts(registered);
}
