/** Runs the bench inside Node or a browser and gives what it found. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type Client, launch } from '../test/support/browsers.ts';
import { bundle } from './bundle.ts';
import { cpuMsOf } from './cpu.ts';
import type { FromInside, Order, Report, ToInside } from './inside/main.ts';
import type { Runtime, RuntimeResults } from './results.ts';

const MAIN = 'bench/inside/main.ts';
const PAGE_FILES = {
  '/bench-worker.js': MAIN,
  '/delay.js': 'bench/inside/delay-page.ts',
  '/frame-worker.js': 'content-scripts/frame-worker/main.ts',
  '/livekit-worker.js': 'livekit-client/e2ee-worker',
} as const;

declare global {
  interface Window {
    outside(message: FromInside): Promise<ToInside | undefined>;
  }
}

export interface Effort extends Order {
  readonly delay: { readonly seconds: number; readonly rounds: number };
}

export async function runIn(runtime: Runtime, effort: Effort): Promise<RuntimeResults> {
  const load = loadavg()[0] ?? 0;
  const date = new Date().toISOString();
  const found = runtime === 'node' ? await runInNode(effort) : await runInBrowser(runtime, effort);
  return { runtime, date, load, ...found };
}

type Found = Omit<RuntimeResults, 'runtime' | 'date' | 'load'>;

async function runInNode({ rowMs }: Effort): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-bench-'));
  try {
    const file = join(folder, 'bench.mjs');
    writeFileSync(file, await bundle(MAIN, 'node'));
    const child = fork(file);
    const report = await new Promise<Report>((resolve, reject) => {
      child.on('message', (message: FromInside) => {
        if (message.bench === 'report') resolve(message.report);
        if (message.bench === 'failed') reject(new Error(message.message));
      });
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`Node ended with ${code}`)));
      child.send({ bench: 'order', order: { rowMs } } satisfies ToInside);
    }).finally(() => child.kill());
    return { version: `Node.js ${process.versions.node}`, ...report };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runInBrowser(name: Exclude<Runtime, 'node'>, { delay, ...order }: Effort): Promise<Found> {
  const site = await serve();
  // The clock as fine as it gets: Firefox would round it.
  const client = await launch(name, { prefs: { 'privacy.reduceTimerPrecision': false } });
  try {
    const page = await client.newPage();
    await page.goto(site.address);
    const report = await runInWorker(client, page, order);
    await page.addScriptTag({ url: '/delay.js', type: 'module' });
    const { seconds, rounds } = delay;
    const rows = await page.evaluate((...args) => window.measureDelay(...args), seconds, rounds);
    return { version: await client.browser.version(), ...report, delay: rows };
  } finally {
    await client.close();
    await site.close();
  }
}

function runInWorker({ browser }: Client, page: Page, { pace, rowMs }: Order): Promise<Report> {
  const cpuMs = (): number | undefined => cpuMsOf(browser.process()?.pid ?? 0);
  const order: Order = pace && cpuMs() !== undefined ? { rowMs, pace } : { rowMs };
  return new Promise((resolve, reject) => {
    const outside = (message: FromInside): ToInside | undefined => {
      if (message.bench === 'cpu') return { bench: 'cpu', ms: cpuMs() ?? 0 };
      if (message.bench === 'report') resolve(message.report);
      if (message.bench === 'failed') reject(new Error(message.message));
      return undefined;
    };
    page
      .exposeFunction('outside', outside)
      .then(() => page.evaluate(startWorker, { bench: 'order', order } satisfies ToInside))
      .catch(reject);
  });
}

/** Runs in the page. What the worker tells is passed on, and what comes back too. */
function startWorker(order: ToInside): void {
  const worker = new Worker('/bench-worker.js', { type: 'module' });
  worker.onmessage = async ({ data }: MessageEvent<FromInside>) => {
    const reply = await window.outside(data);
    if (reply) worker.postMessage(reply);
  };
  worker.onerror = ({ message }) => void window.outside({ bench: 'failed', message });
  worker.postMessage(order);
}

/** A page that is isolated, so that it has a clock of microseconds, and the bundles. */
async function serve(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const files = new Map<string, string>();
  for (const [path, entry] of Object.entries(PAGE_FILES)) files.set(path, await bundle(entry, 'browser'));
  const server = createServer(({ url = '/' }, response) => {
    const file = files.get(url);
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? '<!doctype html><title>Bench</title>');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
