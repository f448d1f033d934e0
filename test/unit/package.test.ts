/** What `npm run package` makes depends on the source alone: not on folder, file times, time zone or language. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'callseal-clones-'));
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const ARCHIVES = ['callseal-chrome.zip', 'callseal-firefox.zip', 'callseal-source.zip'] as const;

/** A clean clone of the working tree. @param time of all its files, Unix seconds */
function clone(folder: string, time: number): string {
  const target = join(work, folder);
  for (const path of tracked) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(root, path), join(target, path));
    utimesSync(join(target, path), time, time);
  }
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'));
  execFileSync('git', ['init', '-q'], { cwd: target });
  // The repository ignores the folder, and this is a link.
  writeFileSync(join(target, '.git/info/exclude'), 'node_modules\n');
  execFileSync('git', ['add', '-A'], { cwd: target });
  return target;
}

async function pack(target: string, environment: Record<string, string>): Promise<string> {
  const main = ['--import', 'tsx', 'scripts/package/main.ts'];
  await promisify(execFile)(process.execPath, main, { cwd: target, env: { ...process.env, ...environment } });
  return readFileSync(join(target, 'release/SHA256SUMS'), 'utf8');
}

describe('two clean clones', () => {
  let folder = '';
  let sums: string[] = [];
  beforeAll(async () => {
    folder = clone('one', 1_700_000_000);
    const other = clone('somewhere/else/two', 1_000_000_000);
    sums = await Promise.all([
      pack(folder, { TZ: 'Asia/Tokyo', LC_ALL: 'C' }),
      pack(other, { TZ: 'America/New_York', LC_ALL: 'de_DE.UTF-8', HOME: work }),
    ]);
  }, 600_000); // ten seconds on two idle cores
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const contents = (archive: string): Record<string, Uint8Array> =>
    unzipSync(readFileSync(join(folder, 'release', archive)));

  it('give the same bytes', () => {
    expect(sums[0]?.match(/\S+\.zip$/gm)).toEqual(ARCHIVES);
    expect(sums[1]).toBe(sums[0]);
  });

  it('have every tracked file in the source, and no other', () => {
    expect(Object.keys(contents('callseal-source.zip'))).toEqual(tracked.toSorted());
  });

  it("pass Mozilla's linter but for the warnings that are explained", async () => {
    const source = join(work, 'unpacked');
    for (const [name, bytes] of Object.entries(contents('callseal-firefox.zip'))) {
      mkdirSync(dirname(join(source, name)), { recursive: true });
      writeFileSync(join(source, name), bytes);
    }
    const linter = join(root, 'node_modules/web-ext/bin/web-ext.js');
    const { stdout } = await promisify(execFile)(process.execPath, [linter, 'lint', '-s', source, '-o', 'json']);
    const { errors, notices, warnings } = JSON.parse(stdout) as Record<string, { code: string; file: string }[]>;
    expect(errors).toEqual([]);
    expect(notices).toEqual([]);
    const preact = ['pages/first-run.js', 'pages/qr.js', 'pages/scan.js', 'popup/popup.js'];
    expect((warnings ?? []).map(({ code, file }) => `${code} ${file}`).toSorted()).toEqual([
      'KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION manifest.json',
      ...preact.map((file) => `UNSAFE_VAR_ASSIGNMENT ${file}`),
    ]);
    const explained = readFileSync(join(root, 'store-assets/reviewers.md'), 'utf8');
    for (const { code } of warnings ?? []) expect(explained).toContain(`\`${code}\``);
  }, 600_000);

  it.each(['chrome', 'firefox'])('have a whole extension for %s, with the licences of its libraries', (browser) => {
    const files = contents(`callseal-${browser}.zip`);
    const text = (name: string): string => new TextDecoder().decode(files[name]);
    const { version, content_scripts } = JSON.parse(text('manifest.json'));
    expect(version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    for (const name of content_scripts.flatMap(({ js }: { js: string[] }) => js)) expect(files).toHaveProperty([name]);
    expect(text('manifest.json')).not.toContain('localhost');
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, pinned] of Object.entries(dependencies)) {
      expect(text('third-party.txt')).toContain(`${name} ${pinned}\n`);
    }
    // Neither a path of this machine nor a map that leads to one.
    for (const name of Object.keys(files)) expect(text(name).includes(work), name).toBe(false);
    expect(Object.keys(files).filter((name) => name.endsWith('.map'))).toEqual([]);
  });
});
