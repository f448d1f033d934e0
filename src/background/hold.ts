import browser from 'webextension-polyfill';
import { protectedMeetings } from './known-meetings.ts';
import { managedPatterns } from './managed-record.ts';
import { managedSettings } from './managed-settings.ts';
import { registerScripts } from './registered-scripts.ts';
import { coveredSites, sitesOf } from './sites.ts';
import type { TabRecords } from './tab-records.ts';

const ID = 'hold';

let last: Promise<void> = Promise.resolve();

/**
 * Has pages wait for their first orders while some tab is protected: the first document that a protected tab shows of an
 * origin has no mark yet. While none is, no page is held up but those of hosts on which protection comes on by itself, and
 * those of services on which a meeting was protected before: the browser keeps that until its next start.
 */
export function holdPages(records: TabRecords): Promise<void> {
  last = last.catch(() => undefined).then(() => register(records));
  return last;
}

async function register(records: TabRecords): Promise<void> {
  const some = (await records.all()).some(({ on }) => on);
  const covered = await coveredSites();
  const again = some ? covered : sitesOf(covered, await protectedMeetings.services());
  const matches = Array.from(new Set([...again, ...managedPatterns(await managedSettings())]));
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [ID] });
  const same = [...(known[0]?.matches ?? [])].toSorted().join() === [...matches].toSorted().join();
  if (same && known.length > 0 === matches.length > 0) return;
  await registerScripts(
    [{ id: ID, js: ['hold.js'], all_frames: true, match_origin_as_fallback: true, run_at: 'document_start' }],
    matches,
    { persistAcrossSessions: true },
  );
}
