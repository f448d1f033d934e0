/** What has to be there before the demo or the tests can run on a fresh machine. Plain Node: nothing is installed yet. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePrograms } from './system-packages.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs what is missing and builds the extension. Ends the process with code 1 and a clear line when it cannot.
 * Nothing is written to standard output.
 * @param {Parameters<typeof ensurePrograms>[0]} programs programs beside Node that are needed
 */
export function prepare(programs) {
  try {
    checkNode();
    if (!hasPackages()) installPackages();
    ensurePrograms(programs);
    run(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], 'The build');
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

function checkNode() {
  const { node: needed } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor = 0] = needed
    .replace(/[^\d.]/g, '')
    .split('.')
    .map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new Error(`Node ${needed} is needed, this is ${process.versions.node}.`);
}

/** npm writes its own lock file last, so one that is older than ours means that ours has changed since. */
function hasPackages() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

function installPackages() {
  const parameters = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  if (npm) run(process.execPath, [npm, ...parameters], 'npm ci');
  else run('npm', parameters, 'npm ci', process.platform === 'win32');
}

/** @param {string} command @param {readonly string[]} parameters @param {string} what @param {boolean} shell */
function run(command, parameters, what, shell = false) {
  const { status, error } = spawnSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 2, 2], shell });
  if (status !== 0) throw new Error(`${what} failed${error ? `: ${error.message}` : '; see above'}.`);
}
