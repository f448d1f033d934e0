/** Where the results stand, and the part of the document that is made from them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withMade } from '../scripts/markdown.ts';
import type { Results } from './results.ts';
import { tables } from './table.ts';

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../docs/benchmark.md', import.meta.url));

/** Those of the last run, if there was one. */
export function readResults(): Results | undefined {
  return existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : undefined;
}

/** Writes both. */
export function writeResults(results: Results): void {
  const text = JSON.stringify(results, rounded, 2);
  writeFileSync(RESULTS, `${text}\n`);
  writeFileSync(DOCUMENT, documentWith(JSON.parse(text) as Results));
}

/** The document as it should be with these results. @throws when its marks are gone */
export function documentWith(results: Results): string {
  return withMade(readDocument(), 'npm run bench from bench/results.json', tables(results));
}

export function readDocument(): string {
  return readFileSync(DOCUMENT, 'utf8');
}

/** More digits than are measured make every difference unreadable. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
