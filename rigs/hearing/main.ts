/**
 * `npm run hearing`: how much later members are heard whose sound travels inside pictures, beside sound that the same
 * server forwards sealed, and how much is missing. Both at the same time, in the same browser, with a real mixer.
 */
import '../../scripts/test-build.ts';

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { markdown, writeMade } from '../../scripts/markdown.ts';
import type { BrowserName } from '../../test/support/browsers.ts';
import { Janus } from '../../test/support/janus.ts';
import { startSite } from '../../test/support/site.ts';
import { type Judged, quantile } from './judge.ts';
import { launchPlaying, Meeting, type Way } from './meeting.ts';
import { startSoundCard } from './sound-card.ts';

const HELP = `npm run hearing -- [options] [chromium] [firefox]

  --seconds N   how long each browser and rate is listened to (60)
  --fps N,N     pictures a second (30,15)
  --write       put the table into docs/hearing.md
  --help        print this text`;

const WAYS: readonly Way[] = ['forwarded', 'pictures'];
/** Until jitter buffers have found their length. */
const WARM_UP_MS = 10_000;

interface Found extends Judged {
  readonly browser: BrowserName;
  readonly fps: number;
  readonly way: Way;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      fps: { type: 'string', default: '30,15' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error('--seconds takes a number above 0.');
  const names = (positionals.length > 0 ? positionals : ['chromium', 'firefox']) as BrowserName[];
  const endSoundCard = await startSoundCard();
  const found: Found[] = [];
  try {
    for (const browser of names)
      for (const fps of values.fps.split(',').map(Number)) found.push(...(await listen(browser, fps, seconds)));
  } finally {
    endSoundCard();
  }
  const text = `${seconds} seconds each, ${new Date().toISOString().slice(0, 10)}.\n\n${table(found)}`;
  console.log(`\n${text}`);
  if (values.write) writeMade('docs/hearing.md', 'npm run hearing', text);
}

async function listen(browser: BrowserName, fps: number, seconds: number): Promise<Found[]> {
  const pages: Record<Way, string> = { forwarded: 'conference.html', pictures: '../services/chime/call.html' };
  const page = ({ pathname }: URL): string => pages[pathname.startsWith('/pictures') ? 'pictures' : 'forwarded'];
  const [site, janus, client] = [await startSite({ page }), await Janus.start(), await launchPlaying(browser)];
  try {
    const meetings: Meeting[] = [];
    for (const way of WAYS) meetings.push(await Meeting.start(client, site, janus, way, fps));
    for (const meeting of meetings) await meeting.listen();
    await pass(WARM_UP_MS);
    for (const meeting of meetings) await meeting.judge();
    await pass(seconds * 1_000);
    const found: Found[] = [];
    for (const meeting of meetings) found.push({ browser, fps, way: meeting.way, ...(await meeting.judge()) });
    console.error(table(found), `load ${loadavg()[0]?.toFixed(1)}`);
    return found;
  } finally {
    await client.close();
    await janus.stop();
    await site.close();
  }
}

function table(found: readonly Found[]): string {
  const head = ['browser', 'pictures a second', 'sound', 'heard after, ms: median', '5 %', '95 %', 'missing'];
  const at = (delays: readonly number[], share: number): string => quantile(delays, share).toFixed(0);
  const rows = found.map(({ browser, fps, way, delays, gaps }) => [
    ...[browser, String(fps), way === 'forwarded' ? 'sealed and forwarded' : 'inside sealed pictures'],
    ...[at(delays, 0.5), at(delays, 0.05), at(delays, 0.95), `${(gaps * 100).toFixed(2)} %`],
  ]);
  return markdown(head, rows);
}

const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
