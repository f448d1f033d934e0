/**
 * `npm test`: installs what is missing, builds, checks, and runs all tests. Arguments are passed to Vitest, so
 * `npm test -- policies` runs the files whose path holds that word. The last line counts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';

prepare(['chromium', 'firefox', 'ffmpeg', 'janus', 'openssl']);

const given = process.argv.slice(2);
if (given.length === 0) check();
const sum = { passed: 0, failed: 0, skipped: 0 };
// One after the other: the browser tests need both cores for themselves.
for (const project of ['unit', 'e2e']) {
  const counts = runTests(project);
  for (const name of Object.keys(sum)) sum[name] += counts[name];
}
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
// A test that did not run proves nothing.
process.exitCode = sum.passed > 0 && sum.failed === 0 && sum.skipped === 0 ? 0 : 1;

/** What the compiler and the rules refuse needs no browser to be found. */
function check() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'check'], { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) return;
  console.error('\n`npm run check` failed, so no test was run; see above.');
  process.exit(1);
}

/** @param {string} project of vitest.config.ts */
function runTests(project) {
  const results = join(ROOT, 'test-output', `${project}.json`);
  mkdirSync(join(ROOT, 'test-output'), { recursive: true });
  rmSync(results, { force: true });
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const parameters = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ];
  // A filter may leave one of the two projects without a file.
  if (given.length > 0) parameters.push('--passWithNoTests');
  const { status } = spawnSync(process.execPath, [vitest, ...parameters, ...given], { cwd: ROOT, stdio: 'inherit' });
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(results);
  return {
    passed: numPassedTests,
    // An error outside a test (a file that does not load, a hook) fails the run although no test has failed.
    failed: status === 0 ? numFailedTests : Math.max(1, numFailedTests),
    // Vitest counts tests that a filter by name leaves out as pending.
    skipped: given.length > 0 ? 0 : numPendingTests + numTodoTests,
  };
}

/** @param {string} path */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
