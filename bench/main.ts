/**
 * `npm run bench`: what sealing costs, next to LiveKit's E2EE worker and to the bare WebCrypto call. Writes
 * bench/results.json, and from it the tables of docs/benchmark.md.
 */
import { readFileSync } from 'node:fs';
import { arch, cpus, type } from 'node:os';
import { parseArgs } from 'node:util';
import { readResults, writeResults } from './document.ts';
import { type Results, RUNTIMES, type Runtime, type RuntimeResults } from './results.ts';
import { callsIn, type Effort, runIn } from './runtimes.ts';
import { tables } from './table.ts';

const HELP = `npm run bench -- [options] [chromium] [firefox] [node]

Runs in all three, in some ten minutes. With names it runs there, and the figures of the others stay.

  --calls   of browsers whole calls alone, in four minutes; all other figures stay
  --quick   a first look, in two minutes: prints the tables and writes nothing
  --help    print this text`;

const FULL: Effort = { rowMs: 5_000, pace: { seconds: 3, rounds: 3 }, delay: { seconds: 10, rounds: 5 } };
const QUICK: Effort = { rowMs: 200, pace: { seconds: 1, rounds: 1 }, delay: { seconds: 4, rounds: 1 } };

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      calls: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const wanted = positionals.length > 0 ? positionals.map(runtimeOf) : RUNTIMES;
  if (values.calls) return measureCalls(wanted, values.quick);
  const found: RuntimeResults[] = [];
  for (const runtime of wanted) {
    console.error(`${runtime} ...`);
    found.push(await runIn(runtime, values.quick ? QUICK : FULL));
  }
  const before = values.quick || wanted.length === RUNTIMES.length ? [] : (readResults()?.runtimes ?? []);
  const results: Results = {
    quick: values.quick,
    machine: { processor: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, system: `${type()} ${arch()}` },
    livekit: livekitVersion(),
    runtimes: RUNTIMES.flatMap((name) => [...found, ...before].find(({ runtime }) => runtime === name) ?? []),
  };
  if (!values.quick) writeResults(results);
  console.log(tables(results));
}

/** Whole calls alone, into the results there are. @throws when there are none */
async function measureCalls(wanted: readonly Runtime[], quick: boolean): Promise<void> {
  const before = readResults();
  if (!before) throw new Error('There are no results yet: run it without --calls.');
  const runtimes: RuntimeResults[] = [];
  for (const results of before.runtimes) {
    const { runtime } = results;
    if (runtime === 'node' || !wanted.includes(runtime)) {
      runtimes.push(results);
      continue;
    }
    console.error(`${runtime} ...`);
    const { date, load, ...calls } = await callsIn(runtime, quick ? QUICK : FULL);
    runtimes.push({ ...results, ...calls, callsMeasured: { date, load } });
  }
  const results = { ...before, runtimes };
  if (!quick) writeResults(results);
  console.log(tables(results));
}

/** @throws when there is no such runtime */
function runtimeOf(name: string): Runtime {
  const runtime = RUNTIMES.find((candidate) => candidate === name);
  if (!runtime) throw new Error(`${name} is none of ${RUNTIMES.join(', ')}.`);
  return runtime;
}

/** The version that is measured; it is pinned. */
function livekitVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { devDependencies: Record<string, string> }).devDependencies['livekit-client'] ?? '';
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
