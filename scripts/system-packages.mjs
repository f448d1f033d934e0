/**
 * The programs that the demo and the tests run and that npm cannot bring. On Debian as root they are installed, elsewhere
 * one line says what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where each program is looked for (browsers: as test/support/browsers.ts does), and the Debian packages that bring it. */
const PROGRAMS = {
  chromium: {
    variable: 'CALLSEAL_CHROMIUM',
    files: ['chromium', 'chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    packages: ['chromium'],
  },
  firefox: {
    variable: 'CALLSEAL_FIREFOX',
    files: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    packages: ['firefox-esr'],
  },
  ffmpeg: { files: ['ffmpeg'], packages: ['ffmpeg'] },
  janus: { files: ['janus'], packages: ['janus', 'janus-tools'] },
  openssl: { files: ['openssl'], packages: ['openssl'] },
};

/** A package's service is started by apt only if this file does not forbid it. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/** @typedef {keyof typeof PROGRAMS} Program */

/**
 * Sees to it that `programs` can be run.
 * @param {readonly Program[]} programs
 * @throws {Error} with one line that says what to install, when this system's own way is not known here
 */
export function ensurePrograms(programs) {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.flatMap((program) => PROGRAMS[program].packages);
  if (!isDebian()) throw new Error(`Please install ${missing.join(', ')} and start again.`);
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Please run "sudo ${process.execPath} scripts/system-packages.mjs ${missing.join(' ')}" and start again.`,
    );
  }
  installPackages(packages);
  const still = missing.filter((program) => !isInstalled(program));
  if (still.length > 0)
    throw new Error(`${still.join(', ')} cannot be found after the installation of ${packages.join(', ')}.`);
}

/** @param {Program} program */
function isInstalled(program) {
  const { variable, files } = { variable: undefined, ...PROGRAMS[program] };
  if (variable && process.env[variable]) return existsSync(process.env[variable]);
  const folders = (process.env.PATH ?? '').split(delimiter);
  return files.some((file) =>
    file.startsWith('/') ? existsSync(file) : folders.some((folder) => hasFile(folder, file)),
  );
}

/** @param {string} folder @param {string} name */
function hasFile(folder, name) {
  return existsSync(join(folder, name)) || (process.platform === 'win32' && existsSync(join(folder, `${name}.exe`)));
}

/** Ubuntu and others that descend from Debian bring the browsers as snaps, which cannot be driven alike. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {readonly string[]} packages */
function installPackages(packages) {
  // Janus as a service would listen on every interface; the tests start their own on loopback.
  const setsPolicy = !existsSync(SERVICE_POLICY);
  // Without a listener the signal would end this process, and the policy would stay behind.
  const interrupted = () => undefined;
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  if (setsPolicy) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt(['update', '-q']);
    apt(['install', '-q', '-y', '--no-install-recommends', ...packages]);
    // Not at the next start of the machine either. Where no systemd runs there is nothing to switch off.
    if (packages.includes('janus')) spawnSync('systemctl', ['disable', 'janus.service'], { stdio: 'ignore' });
  } finally {
    if (setsPolicy) rmSync(SERVICE_POLICY, { force: true });
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

/** @param {readonly string[]} parameters */
function apt(parameters) {
  // Standard output belongs to what is run afterwards (the demo's --json).
  const { status, error } = spawnSync('apt-get', parameters, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`apt-get ${parameters[0]} failed${error ? `: ${error.message}` : '; see above'}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const known = Object.keys(PROGRAMS);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !known.includes(name));
  try {
    if (unknown.length > 0) throw new Error(`Known are ${known.join(', ')}; not ${unknown.join(', ')}.`);
    ensurePrograms(/** @type {Program[]} */ (asked.length > 0 ? asked : known));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
