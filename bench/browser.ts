/** A browser at one address, without a driver: Firefox debugs the pages of a driver, and its users' are not debugged. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserName, findBrowser } from '../test/support/browsers.ts';

export interface RunningBrowser {
  readonly pid: number;
  /** As it says itself. */
  readonly version: string;
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

const CHROMIUM_SWITCHES = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A microphone that beeps, for what a sender takes, and no click that sound would wait for.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

const FIREFOX_PREFERENCES = {
  // The clock as fine as it gets.
  'privacy.reduceTimerPrecision': false,
  // A call with oneself needs addresses, and no camera to be given them.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  // Nothing but the page.
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.topsites.contile.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** @throws when there is no such browser */
export function startBrowser(name: BrowserName, address: string): RunningBrowser {
  const program = findBrowser(name);
  if (!program) throw new Error(`No ${name} was found.`);
  const profile = mkdtempSync(join(tmpdir(), `callseal-bench-${name}-`));
  const child = name === 'chromium' ? chromium(program, profile, address) : firefox(program, profile, address);
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  ended.catch(() => undefined); // as it is told to, in the end
  return {
    pid: child.pid ?? 0,
    version: execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    ended,
    async close() {
      child.kill();
      await ended.catch(() => undefined);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function chromium(program: string, profile: string, address: string): ChildProcess {
  return spawn(program, [...CHROMIUM_SWITCHES, `--user-data-dir=${profile}`, address], { stdio: 'ignore' });
}

function firefox(program: string, profile: string, address: string): ChildProcess {
  const preferences = Object.entries(FIREFOX_PREFERENCES);
  const lines = preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  return spawn(program, ['--headless', '--no-remote', '--profile', profile, address], { stdio: 'ignore' });
}
