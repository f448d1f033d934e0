/** Runs the bench inside Node or a browser and gives what it found. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type RunningBrowser, startBrowser } from './browser.ts';
import { bundle } from './bundle.ts';
import { cpuMsOf } from './cpu.ts';
import type { CallRows, FromInside, FromPage, Order, PageOrder, Report, ToInside } from './inside/messages.ts';
import type { Runtime, RuntimeResults } from './results.ts';

const MAIN = 'bench/inside/main.ts';
const PAGE_FILES = {
  '/bench-worker.js': MAIN,
  '/page.js': 'bench/inside/page.ts',
  '/frame-worker.js': 'content-scripts/frame-worker/main.ts',
  '/livekit-worker.js': 'livekit-client/e2ee-worker',
} as const;

export interface Effort extends Order {
  readonly delay: PageOrder['delay'];
}

export async function runIn(runtime: Runtime, effort: Effort): Promise<RuntimeResults> {
  const load = loadavg()[0] ?? 0;
  const date = new Date().toISOString();
  const found = runtime === 'node' ? await runInNode(effort) : await runInBrowser(runtime, effort);
  return { runtime, date, load, ...found };
}

type Found = Omit<RuntimeResults, 'runtime' | 'date' | 'load'>;

/** Measures whole calls alone, in a browser. */
export async function callsIn(
  runtime: Exclude<Runtime, 'node'>,
  { delay }: Effort,
): Promise<CallRows & { readonly date: string; readonly load: number }> {
  const load = loadavg()[0] ?? 0;
  const date = new Date().toISOString();
  return { date, load, ...(await runPage(runtime, undefined, delay)).calls };
}

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
  const { version, report, calls } = await runPage(name, order, delay);
  if (!report) throw new Error('the worker has not reported');
  return { version, ...report, ...calls };
}

interface PageFound {
  readonly version: string;
  readonly report: Report | undefined;
  readonly calls: CallRows;
}

async function runPage(
  name: Exclude<Runtime, 'node'>,
  order: Order | undefined,
  delay: Effort['delay'],
): Promise<PageFound> {
  let report: Report | undefined;
  let browser: RunningBrowser | undefined;
  const cpuMs = (): number | undefined => cpuMsOf(browser?.pid ?? 0);
  let finished = (_rows: CallRows): void => undefined;
  let failed = (_error: Error): void => undefined;
  const rows = new Promise<CallRows>((resolve, reject) => {
    finished = resolve;
    failed = reject;
  });
  const site = await serve((message) => {
    switch (message.bench) {
      case 'ready':
        return { order: order && cpuMs() === undefined ? { rowMs: order.rowMs } : order, delay };
      case 'cpu':
        return { bench: 'cpu', ms: cpuMs() ?? 0 };
      case 'report':
        report = message.report;
        return undefined;
      case 'calls':
        finished(message.rows);
        return undefined;
      case 'failed':
        failed(new Error(message.message));
        return undefined;
    }
  });
  try {
    browser = startBrowser(name, site.address);
    const calls = await Promise.race([rows, browser.ended]);
    return { version: browser.version, report, calls };
  } finally {
    await browser?.close();
    await site.close();
  }
}

type Exchange = (message: FromPage) => PageOrder | ToInside | undefined;

/** A page that is isolated, so that it has a clock of microseconds, the bundles, and what the page says and is told. */
async function serve(exchange: Exchange): Promise<{ readonly address: string; close(): Promise<void> }> {
  const files = new Map<string, string>();
  for (const [path, entry] of Object.entries(PAGE_FILES)) files.set(path, await bundle(entry, 'browser'));
  const server = createServer((request, response) => {
    if (request.url === '/outside') {
      const answer = (body: string): unknown =>
        response.end(JSON.stringify(exchange(JSON.parse(body) as FromPage)) ?? '');
      text(request).then(answer, () => response.destroy());
      return;
    }
    const file = files.get(request.url ?? '/');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? '<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>');
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
