/** What a member's browser takes, and what its popup is told, at one moment. */
import { readdirSync, readFileSync } from 'node:fs';
import { cpuMsOf } from '../../bench/cpu.ts';
import { warningsOf } from '../../popup/warnings.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Client } from '../../test/support/browsers.ts';
import type { Member } from './party.ts';

export interface Sample {
  readonly name: string;
  /** Since the call began. */
  readonly minutes: number;
  /** Bytes of script in the frame worker, after a collection; undefined where the browser does not say (Firefox). */
  readonly workerHeap: number | undefined;
  /** The same of the page, its hook and its guard. In Firefox: what its process has for itself. */
  readonly pageHeap: number;
  readonly reportBytes: number;
  readonly streams: number;
  readonly sealed: number;
  readonly opened: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly members: number;
  readonly warnings: readonly string[];
  readonly state: string;
  /** Processor time of the whole browser so far, milliseconds. */
  readonly cpuMs: number;
}

export async function sampleOf({ name, participant }: Member, minutes: number): Promise<Sample> {
  const view = await participant.view();
  const { client, page } = participant;
  const heaps = client.name === 'chromium' ? await heapsOf(page) : { worker: undefined, page: ownMemory(client) };
  const { totals, streams, state } = view;
  return {
    name,
    minutes,
    workerHeap: heaps.worker,
    pageHeap: heaps.page,
    reportBytes: reportBytes(view),
    streams: streams.length,
    sealed: totals.sealed,
    opened: totals.opened,
    failures: totals.failures,
    members: totals.members,
    warnings: warningsOf(view),
    state,
    cpuMs: cpuMsOf(client.browser.process()?.pid ?? 0) ?? Number.NaN,
  };
}

/** What is said that is never so in an honest call; empty if nothing is. */
export async function falseWord(participant: Member['participant']): Promise<string> {
  const view = await participant.view();
  if (view.state === 'broken') return `is told that the call is broken: ${view.broken}`;
  const warnings = warningsOf(view);
  return warnings.length === 0 ? '' : `is warned: ${warnings.join(', ')} ${JSON.stringify(view.totals.lately)}`;
}

/** What a document reports every three seconds, as text. */
function reportBytes({ streams, ended, members, setAside, frames }: TabView): number {
  return JSON.stringify({ streams, ended, members, setAside, frames }).length;
}

type Page = Member['participant']['page'];

async function heapsOf(page: Page): Promise<{ worker: number | undefined; page: number }> {
  const session = await page.createCDPSession();
  const used = async (of: Pick<typeof session, 'send'>): Promise<number> => {
    await of.send('HeapProfiler.collectGarbage');
    return (await of.send('Runtime.getHeapUsage')).usedSize;
  };
  const own = page.workers().find((worker) => worker.url().startsWith('blob:'));
  const heaps = { worker: own && (await used(own.client)), page: await used(session) };
  await session.detach();
  return heaps;
}

/** What the largest of the browser's content processes has for itself alone, bytes: that of the page. */
function ownMemory({ browser }: Client): number {
  const root = String(browser.process()?.pid);
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split(/[\0 ]/);
        if (!command.includes('-isForBrowser') || command[command.indexOf('-parentPid') + 1] !== root) return 0;
        const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
        const own = Array.from(text.matchAll(/^Private_\w+: +(\d+) kB/gm), ([, kilobytes]) => Number(kilobytes));
        return own.reduce((sum, kilobytes) => sum + kilobytes * 1_024, 0);
      } catch {
        return 0; // it has just ended
      }
    });
  return Math.max(...sizes);
}
