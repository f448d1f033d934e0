import browser from 'webextension-polyfill';
import { now } from '../clock.ts';
import { POKE } from '../protocol/guard.ts';
import { siteOf } from './sites.ts';
import type { TabRecord, TabRecords } from './tab-records.ts';

/** How long the popup waits for a guard to report, in milliseconds. */
const ANSWER_MS = 4_000;
/** How old the last report of a guard that is late may be, in milliseconds, before nothing is known of its document. */
const OLDEST_MS = 12_000;

/** absent: the browser has nobody to give the question to. late: somebody has it, on a busy machine, or in a page that hangs. */
type Answer = 'there' | 'absent' | 'late';

/**
 * Asks every guard of a tab to report, and forgets the documents in which none answers any more, or not yet.
 *
 * @returns whether the page has a guard of its own, that has answered or may still do so
 */
export async function look(records: TabRecords, tabId: number): Promise<boolean> {
  const { documents } = await records.read(tabId);
  const askedAt = now();
  // Those that nothing is known of yet.
  askAll(tabId);
  const asked = Array.from(new Set([0, ...Object.keys(documents).map(Number)]));
  const answered = await Promise.all(asked.map((frameId) => reports(tabId, frameId)));
  const guarded = answered[0] !== 'absent';
  const late = asked.filter((_, index) => answered[index] === 'late');
  const { url, status, discarded } = await browser.tabs.get(tabId);
  // A page that is still to come cannot answer, and where Callseal may not work nobody is to.
  const silent = !guarded && status === 'complete' && !discarded && (await siteOf(url))?.access === 'given';
  await records.update(tabId, (record) => withoutDocuments(record, { asked, late, at: askedAt, silent }));
  return guarded;
}

/** Asks every guard of a tab to report. */
export function askAll(tabId: number): void {
  void browser.tabs.sendMessage(tabId, POKE).catch(() => undefined); // there is none
}

/** The record of a tab whose page goes away. */
export function withoutAll(record: TabRecord): TabRecord {
  const empty = Object.keys(record.documents).length === 0 && !record.silent;
  return empty ? record : { ...record, documents: {}, silent: false };
}

interface Looked {
  /** The frames whose guards were asked, and those of them who have not answered in time. */
  readonly asked: readonly number[];
  readonly late: readonly number[];
  /** When they were asked, Unix time, milliseconds. */
  readonly at: number;
  readonly silent: boolean;
}

/**
 * An answer alone is no proof: Chromium lets another frame answer in place of one whose page it put aside. So the documents
 * that were asked are there only if they have reported since, or a little before where a busy machine keeps them from it.
 */
function withoutDocuments(record: TabRecord, { asked, late, at: askedAt, silent }: Looked): TabRecord {
  const left = Object.entries(record.documents).filter(([frameId, { at }]) => {
    if (!asked.includes(Number(frameId))) return true;
    return at >= (late.includes(Number(frameId)) ? askedAt + ANSWER_MS - OLDEST_MS : askedAt);
  });
  if (left.length === Object.keys(record.documents).length && silent === record.silent) return record;
  return { ...record, documents: Object.fromEntries(left), silent };
}

/** Resolves once the guard of a frame has reported and done as it was told, or will not for now. */
function reports(tabId: number, frameId: number): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), ANSWER_MS);
    const finish = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    browser.tabs.sendMessage(tabId, POKE, { frameId }).then(
      (answer) => finish(answer === true ? 'there' : 'absent'),
      () => finish('absent'),
    );
  });
}
