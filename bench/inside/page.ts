/** The bench's page: has a worker do its part, measures calls then, and tells the command what came of both. */

import { measureDelay } from './delay.ts';
import type { FromPage, PageOrder, ToInside } from './messages.ts';
import { measureQuiet } from './quiet.ts';
import { measureSoundDelay } from './sound-delay.ts';

async function tell(message: FromPage): Promise<unknown> {
  const response = await fetch('/outside', { method: 'POST', body: JSON.stringify(message) });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** Ends with the worker's report, which has been passed on. */
function runWorker(order: ToInside): Promise<void> {
  const worker = new Worker('/bench-worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = async ({ data }: MessageEvent<FromPage>) => {
      const reply = await tell(data);
      if (reply) worker.postMessage(reply);
      if (data.bench === 'report') resolve();
      if (data.bench === 'failed') reject(new Error(data.message));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(order);
  });
}

async function run(): Promise<void> {
  const { order, delay } = (await tell({ bench: 'ready' })) as PageOrder;
  if (order) await runWorker({ bench: 'order', order });
  const rows = await measureDelay(delay.seconds, delay.rounds);
  const soundDelay = await measureSoundDelay(delay.seconds, delay.rounds);
  const quiet = await measureQuiet(delay.seconds);
  await tell({ bench: 'calls', rows: { delay: rows, ...(soundDelay && { soundDelay }), quiet } });
}

run().catch((error: unknown) =>
  tell({ bench: 'failed', message: String(error instanceof Error ? error.stack : error) }),
);
