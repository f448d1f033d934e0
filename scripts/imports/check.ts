/** Part of `npm run check`: says who imports what he must not know, and fails. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadExports, importFaults } from './judge.ts';
import { readSource } from './sources.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.ts', '*.tsx'];
const paths = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).trim().split('\n');
const gone = execFileSync('git', ['ls-files', '--deleted'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

const isProduct = (path: string): boolean =>
  /^(?:src|content-scripts|popup|pages|ui)\//.test(path) && !/\.test\.tsx?$|\.d\.ts$/.test(path);

const sources = paths.filter((path) => !gone.includes(path)).map((path) => readSource(root, path));
const faults = [...importFaults(sources.filter(({ path }) => isProduct(path))), ...deadExports(sources, isProduct)];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
