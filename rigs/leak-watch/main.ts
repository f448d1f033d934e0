/**
 * `npm run leak-watch`: whether the watch for leaks is quiet while nothing leaks, and finds what does, codec by codec in
 * both browsers. Exit code 1 where it is not so.
 */
import '../../scripts/test-build.ts';

import { parseArgs } from 'node:util';
import { markdown, writeMade } from '../../scripts/markdown.ts';
import type { BrowserName, Client } from '../../test/support/browsers.ts';
import { type Site, startSite } from '../../test/support/site.ts';
import { launchLeaky, WatchedCall } from '../../test/support/watched-call.ts';

const HELP = `npm run leak-watch -- [options] [chromium] [firefox]

Calls whose sources stop, pause and go on, and calls in which frames go past the worker. Some six minutes.

  --only TEXT   shapes whose name holds that text
  --quiet       nothing leaks: whether the watch is quiet
  --write       put the table into docs/leak-watch.md
  --help        print this text`;

interface Shape {
  readonly name: string;
  readonly kind: 'audio' | 'video';
  readonly mimeType: string;
  readonly layers: number;
}

const SHAPES: readonly Shape[] = [
  { name: 'VP8, three layers', kind: 'video', mimeType: 'video/VP8', layers: 3 },
  { name: 'VP9', kind: 'video', mimeType: 'video/VP9', layers: 1 },
  { name: 'H.264', kind: 'video', mimeType: 'video/H264', layers: 1 },
  { name: 'AV1', kind: 'video', mimeType: 'video/AV1', layers: 1 },
  { name: 'sound alone', kind: 'audio', mimeType: 'audio/opus', layers: 1 },
];

/** Longer than the browser ramps up after its source has stopped. */
const MOVING_MS = 6_000;
const STILL_MS = 8_000;
const BRIEFLY_MS = 1_500;
const SLOW_MS = 5_000;
/** Within which a worker that is busy still answers its guard, but gets frames late: half a second in between. */
const BUSY_MS = 1_700;
const STARVED_MS = 16_000;
const AFTER_BUSY_MS = 5_000;
const SOME_EVERY_MS = 333;
/** Within which a leak is to be found. */
const FOUND_MS = 30_000;

interface Row {
  readonly browser: BrowserName;
  readonly shape: string;
  /** Frames that the browser counted and that never reached the starved worker. */
  readonly lost: number;
  /** What was honest, and what the watch said. */
  readonly honest: readonly string[];
  /** Seconds until each leak was found; NaN where it was not. */
  readonly all: number;
  readonly some: number;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      quiet: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const browsers = (['chromium', 'firefox'] as const).filter(
    (name) => positionals.length === 0 || positionals.includes(name),
  );
  const site = await startSite();
  const rows: Row[] = [];
  try {
    const shapes = SHAPES.filter(({ name }) => name.includes(values.only));
    const found = await Promise.all(browsers.map((name) => measureIn(name, site, shapes, !values.quiet)));
    rows.push(...found.flat());
  } finally {
    await site.close();
  }
  const table = tableOf(rows);
  console.log(`\n${table}`);
  if (values.write) writeMade('docs/leak-watch.md', 'npm run leak-watch', table);
  const isMissed = ({ all, some }: Row): boolean => !values.quiet && (Number.isNaN(all) || Number.isNaN(some));
  const wrong = rows.filter((row) => row.honest.length > 0 || isMissed(row));
  if (wrong.length > 0) process.exitCode = 1;
}

async function measureIn(
  name: BrowserName,
  site: Site,
  shapes: readonly Shape[],
  leaks: boolean,
): Promise<readonly Row[]> {
  const client = await launchLeaky(name);
  const rows: Row[] = [];
  try {
    for (const shape of shapes) {
      const row = await measure(client, site, shape, leaks).catch((error: unknown) => {
        if (String(error).includes(`no ${shape.mimeType}`)) return undefined; // not in this browser
        throw error;
      });
      if (!row) continue;
      rows.push(row);
      console.error(JSON.stringify(row));
    }
  } finally {
    await client.close();
  }
  return rows;
}

async function measure(client: Client, site: Site, shape: Shape, leaks: boolean): Promise<Row> {
  const honest: string[] = [];
  const call = await WatchedCall.start(client, site, shape);
  for (const [what, rate, ms] of [
    ['moves', 30, MOVING_MS],
    ['stands still', 0, STILL_MS],
    ['is another one, and moves', 30, BRIEFLY_MS],
    ['stands still again', 0, STILL_MS],
    ['gives one a second', 1, SLOW_MS],
    ['moves again', 30, 3_000],
  ] as const) {
    if (what.startsWith('is another')) await call.replace();
    await call.draw(rate);
    await pass(ms);
    if (await call.isLeak()) honest.push(what);
    if (honest.length > 0) break;
  }
  const before = await call.missing();
  if (honest.length === 0) {
    await call.order(`busy ${BUSY_MS}`);
    await pass(STARVED_MS);
    await call.order('none');
    await pass(AFTER_BUSY_MS);
    if (await call.isLeak()) honest.push('worker starved');
  }
  const lost = (await call.missing()) - before;
  await call.end();
  return {
    browser: client.name,
    shape: shape.name,
    lost,
    honest,
    all: leaks ? await found(client, site, shape, 0) : Number.NaN,
    some: leaks ? await found(client, site, shape, SOME_EVERY_MS) : Number.NaN,
  };
}

/** @param every milliseconds between frames that go past @returns seconds */
async function found(client: Client, site: Site, shape: Shape, every: number): Promise<number> {
  const call = await WatchedCall.start(client, site, shape);
  await call.draw(30);
  await pass(3_000);
  if (await call.isLeak()) throw new Error('a leak before there was one');
  await call.order(`past ${shape.kind} ${every}`);
  const begin = Date.now();
  while (!(await call.isLeak()) && Date.now() - begin < FOUND_MS) await pass(200);
  const seconds = (await call.isLeak()) ? (Date.now() - begin) / 1_000 : Number.NaN;
  await call.end();
  return seconds;
}

function tableOf(rows: readonly Row[]): string {
  const seconds = (value: number): string => (Number.isNaN(value) ? '**not found**' : `after ${value.toFixed(1)} s`);
  return markdown(
    [
      'browser',
      'what is sent',
      'nothing leaks',
      'lost by the starved worker',
      'all frames go past',
      'three a second go past',
    ],
    rows.map(({ browser, shape, honest, lost, all, some }) => [
      browser === 'chromium' ? 'Chromium' : 'Firefox',
      shape,
      honest.length === 0 ? 'quiet' : `**false: ${honest.join(', ')}**`,
      shape === 'sound alone' ? '' : `${lost} frames`,
      seconds(all),
      seconds(some),
    ]),
  );
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
