import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** All files of a folder by their path within it. */
export function filesIn(folder: string): Map<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return read(
    folder,
    files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

/**
 * What the repository tracks, as it lies in the working tree. @returns undefined where there is no repository, as in an
 * unpacked source archive
 */
export function trackedFiles(root: string): Map<string, Uint8Array> | undefined {
  if (!existsSync(join(root, '.git'))) return undefined;
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return read(
    root,
    listed.split('\0').filter((path) => path !== ''),
  );
}

function read(folder: string, paths: readonly string[]): Map<string, Uint8Array> {
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}
