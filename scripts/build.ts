/**
 * Builds the extension: dist/chrome and dist/firefox for the stores, dist/test-chrome and dist/test-firefox for the
 * tests and the demo (they also match localhost and have a clock that a test can move).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildExtension } from './build-extension.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await buildExtension(dist, false);
await buildExtension(dist, true);
console.error('Built dist/chrome and dist/firefox (and dist/test-chrome, dist/test-firefox for the tests).');
