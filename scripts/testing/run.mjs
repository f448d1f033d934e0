/** Runs Vitest, and counts. Plain Node, as what installs the packages. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../prepare.mjs';

export const OUTPUT = join(ROOT, 'test-output');
/** Each start of a browser, a line of JSON each. */
export const STARTS = join(OUTPUT, 'browser-starts.jsonl');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** Forgets what earlier runs have left in test-output to be counted. */
export function clear() {
  mkdirSync(OUTPUT, { recursive: true });
  rmSync(STARTS, { force: true });
  for (const project of ['unit', 'e2e']) rmSync(resultsOf(project), { force: true });
}

/** @param {string} project @returns {string} the file with its results, as Vitest's JSON reporter writes it */
export function resultsOf(project) {
  return join(OUTPUT, `${project}.json`);
}

/**
 * One run of Vitest.
 *
 * @param {string} project of vitest.config.ts
 * @param {readonly string[]} parameters further ones of `vitest run`
 * @param {{ filtered?: boolean, quiet?: boolean }} options filtered: tests may be left out on purpose; quiet: say everything
 *   in the end, where another run is talking
 * @returns {Promise<Counts>}
 */
export async function runTests(project, parameters, { filtered = false, quiet = false } = {}) {
  const results = resultsOf(project);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  // A filter may leave a project without a file.
  if (filtered) reporters.push('--passWithNoTests');
  const status = await run(process.execPath, [vitest, 'run', '--project', project, ...reporters, ...parameters], quiet);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(results);
  return {
    passed: numPassedTests,
    // An error outside a test (a file that does not load, a hook) fails the run although no test has failed.
    failed: status === 0 ? numFailedTests : Math.max(1, numFailedTests),
    // Vitest counts tests that a filter by name leaves out as pending.
    skipped: filtered ? 0 : numPendingTests + numTodoTests,
  };
}

/** Format, lint and types. Ends the process when they are not as they should be. */
export async function check() {
  const npm = process.env.npm_execpath;
  const status = npm
    ? await run(process.execPath, [npm, 'run', '--silent', 'check'])
    : await run('npm', ['run', 'check']);
  if (status === 0) return;
  console.error('\nnpm run check failed, so no test was run.');
  process.exit(1);
}

/** How much of a reason the list of what failed quotes: it may be the whole state of a call. */
const REASON_LENGTH = 300;

/** What failed in the last run. @returns {{ name: string, reason: string }[]} tests, and files that did not load */
export function failures() {
  return ['unit', 'e2e'].flatMap((project) =>
    (read(resultsOf(project)).testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
      const file = name.slice(ROOT.length);
      const tests = assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => ({ name: `${file}: ${test.fullName}`, reason: test.failureMessages.join(' ') }));
      return tests.length > 0 || status !== 'failed' ? tests : [{ name: file, reason: message }];
    }),
  );
}

/** Says what became of the tests, first what failed and as the last line how many, and gives the process its exit code. @param {readonly Counts[]} all */
export function conclude(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) for (const name of Object.keys(sum)) sum[name] += counts[name];
  for (const { name, reason } of failures()) {
    console.log(`failed: ${name}\n  ${reason.replaceAll(/\s+/g, ' ').slice(0, REASON_LENGTH)}`);
  }
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  // A test that did not run proves nothing.
  process.exitCode = sum.passed > 0 && sum.failed === 0 && sum.skipped === 0 ? 0 : 1;
}

/** @param {string} path */
export function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} command @param {readonly string[]} parameters @param {boolean} quiet @returns {Promise<number | null>} */
function run(command, parameters, quiet = false) {
  const child = spawn(command, parameters, {
    cwd: ROOT,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    env: {
      ...process.env,
      CALLSEAL_STARTS: STARTS,
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
    },
  });
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => {
      process.stdout.write(Buffer.concat(said));
      resolve(status);
    });
  });
}
