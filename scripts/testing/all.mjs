/**
 * `npm test`: installs what is missing, builds, checks, and runs all tests. Arguments are passed to Vitest, so
 * `npm test -- policies` runs the files whose path holds that word, without the check. The last line counts.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, ROOT } from '../prepare.mjs';
import { check, clear, conclude, runLane } from './lanes.mjs';

/**
 * Files of test/e2e with one browser at a time, and hardly any media: they leave a processor free, so they run beside the
 * calls, each in its turn.
 */
const PAGES = [
  'helper-policy',
  'key-secrecy',
  'leaks',
  'off',
  'other-site',
  'pages',
  'policies',
  'popup-keys',
  'popup-memory',
  'shared-browsers',
  'store',
  'traces',
].map((name) => `test/e2e/${name}.test.ts`);

const begin = Date.now();
prepare(['chromium', 'firefox', 'ffmpeg', 'janus', 'openssl']);
clear();
const prepared = Date.now();
const given = process.argv.slice(2);
if (given.length > 0) {
  const filtered = { filtered: true };
  const unit = await runLane('unit', ['--project', 'unit', ...given], filtered);
  conclude([unit, await runLane('calls', ['--project', 'e2e', ...given], filtered)]);
} else {
  await check();
  const checked = Date.now();
  const calls = readdirSync(join(ROOT, 'test', 'e2e'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/e2e/${name}`)
    .filter((path) => !PAGES.includes(path));
  const counts = await Promise.all([runLane('calls', ['--project', 'e2e', ...calls]), besideCalls()]);
  const seconds = [prepared - begin, checked - prepared, Date.now() - checked].map((ms) => Math.round(ms / 1_000));
  console.log(`\ninstalling and building ${seconds[0]} s, check ${seconds[1]} s, tests ${seconds[2]} s`);
  conclude(counts.flat());
}

/** What runs beside the calls. */
async function besideCalls() {
  const quiet = { quiet: true };
  const unit = await runLane('unit', ['--project', 'unit', '--maxWorkers', '1'], quiet);
  return [unit, await runLane('pages', ['--project', 'e2e', ...PAGES], quiet)];
}
