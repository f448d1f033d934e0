/**
 * `npm run package`: what the stores get, in release/. callseal-chrome.zip, callseal-firefox.zip, and callseal-source.zip,
 * which Mozilla's reviewers build from (BUILDING.md). Two clean clones of one commit give the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from '../build-extension.ts';
import { filesIn, trackedFiles } from './files.ts';
import { zip } from './zip.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const release = join(root, 'release');

const sums: string[] = [];

function pack(name: string, files: ReadonlyMap<string, Uint8Array>): void {
  const bytes = zip(files);
  writeFileSync(join(release, name), bytes);
  sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
  console.log(`${sums.at(-1)}  ${files.size} files, ${bytes.length} bytes`);
}

rmSync(release, { recursive: true, force: true });
mkdirSync(release);
// Not in dist, where a test may be running what lies there.
const built = mkdtempSync(join(tmpdir(), 'callseal-package-'));
try {
  await buildExtension(built, false);
  for (const browser of ['chrome', 'firefox']) pack(`callseal-${browser}.zip`, filesIn(join(built, browser)));
} finally {
  rmSync(built, { recursive: true });
}
const source = trackedFiles(root);
if (source) pack('callseal-source.zip', source);
else console.log('No source archive: this is not a clone of the repository.');
writeFileSync(join(release, 'SHA256SUMS'), `${sums.join('\n')}\n`);
