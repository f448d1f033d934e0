/**
 * `npm run hearing`: how much later members are heard whose sound travels inside pictures, how much is missing, how far it is
 * from their pictures, and what it takes. Beside it, at the same time, sound that the same server forwards sealed.
 */
import '../../scripts/test-build.ts';

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { writeMade } from '../../scripts/markdown.ts';
import type { BrowserName } from '../../test/support/browsers.ts';
import { Janus } from '../../test/support/janus.ts';
import { startSite } from '../../test/support/site.ts';
import { type Counters, costBetween } from './cost.ts';
import type { Judged } from './judge.ts';
import { Meeting, type Way } from './meeting.ts';
import { startSoundCard } from './sound-card.ts';
import { type Found, tables } from './table.ts';

const HELP = `npm run hearing -- [options] [chromium] [firefox]

  --seconds N   how long each browser and rate is listened to (60)
  --minutes N   the same in minutes, two or more, and the first of them beside the last
  --fps N,N     pictures a second (30,15)
  --write       put the tables into docs/hearing.md
  --help        print this text`;

const WAYS: readonly Way[] = ['forwarded', 'pictures'];
/** Until jitter buffers have found their length. */
const WARM_UP_MS = 10_000;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      minutes: { type: 'string' },
      fps: { type: 'string', default: '30,15' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const stretches = stretchesOf(values);
  const names = (positionals.length > 0 ? positionals : ['chromium', 'firefox']) as BrowserName[];
  const endSoundCard = await startSoundCard();
  const found: Found[] = [];
  try {
    for (const browser of names)
      for (const fps of values.fps.split(',').map(Number)) found.push(...(await listen(browser, fps, stretches)));
  } finally {
    endSoundCard();
  }
  const length = values.minutes === undefined ? `${values.seconds} seconds` : `${values.minutes} minutes`;
  const text = `${length} each, ${new Date().toISOString().slice(0, 10)}.\n\n${tables(found)}`;
  console.log(`\n${text}`);
  if (values.write) writeMade('docs/hearing.md', 'npm run hearing', text);
}

/**
 * Lengths of the stretches that are judged one by one: seconds.
 *
 * @throws when an option is no number that it takes
 */
function stretchesOf({ seconds, minutes }: { seconds: string; minutes?: string }): number[] {
  if (minutes === undefined) {
    if (!(Number(seconds) > 0)) throw new Error('--seconds takes a number above 0.');
    return [Number(seconds)];
  }
  const count = Number(minutes);
  if (!Number.isInteger(count) || count < 2) throw new Error('--minutes takes a whole number, 2 or more.');
  return Array.from({ length: count }, () => 60);
}

async function listen(browser: BrowserName, fps: number, stretches: readonly number[]): Promise<Found[]> {
  const pages: Record<Way, string> = { forwarded: 'conference.html', pictures: '../services/chime/call.html' };
  const page = ({ pathname }: URL): string => pages[pathname.startsWith('/pictures') ? 'pictures' : 'forwarded'];
  const [site, janus] = [await startSite({ page }), await Janus.start()];
  const meetings: Meeting[] = [];
  try {
    for (const way of WAYS) meetings.push(await Meeting.start(browser, site, janus, way, fps));
    for (const meeting of meetings) await meeting.listen();
    await pass(WARM_UP_MS);
    for (const meeting of meetings) await meeting.judge();
    const before = await Promise.all(meetings.map((meeting) => meeting.counters()));
    const parts: Judged[][] = meetings.map(() => []);
    for (const seconds of stretches) {
      await pass(seconds * 1_000);
      for (const [i, meeting] of meetings.entries()) parts[i]?.push(await meeting.judge());
    }
    const found: Found[] = [];
    for (const [i, meeting] of meetings.entries()) {
      const cost = costBetween(before[i] as Counters, await meeting.counters());
      found.push({ browser, fps, way: meeting.way, parts: parts[i] ?? [], cost });
    }
    console.error(tables(found), `load ${loadavg()[0]?.toFixed(1)}`);
    return found;
  } finally {
    for (const meeting of meetings) await meeting.close();
    await janus.stop();
    await site.close();
  }
}

const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
