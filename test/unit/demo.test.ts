/** `npm start` runs the product's code in plain Node, without what Vitest defines. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { HELP } from '../../demo/options.ts';

const cwd = fileURLToPath(new URL('../../', import.meta.url));

it('loads', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'demo/main.ts', '--help'], {
    cwd,
  });
  expect(stdout.trim()).toBe(HELP.trim());
});
