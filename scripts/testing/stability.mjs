/**
 * `npm run test:stability`: whole runs of all tests, some of them beside processes that burn every processor, and a table
 * of what became of them. `-- --runs 5 --burdened 2` is what it does without being told.
 */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../prepare.mjs';
import { failures, OUTPUT } from './run.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, burdened: { type: 'string', default: '2' } },
});
const [runs, burdened] = [Number(values.runs), Number(values.burdened)];
if (!Number.isInteger(runs) || !Number.isInteger(burdened) || runs < 1 || burdened < 0 || burdened > runs) {
  console.error('Usage: npm run test:stability -- --runs 5 --burdened 2 (at most as many burdened as runs)');
  process.exit(2);
}

const rows = ['| Run | Beside it | Minutes | Result | What failed |', '| --- | --- | ---: | --- | --- |'];
let allPassed = true;
for (let run = 1; run <= runs; run++) {
  // The last ones: what fails in them and not before is the burden's doing.
  const burden = run > runs - burdened ? availableParallelism() : 0;
  const burners = Array.from({ length: burden }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  const begin = Date.now();
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, 'scripts/testing/all.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  for (const burner of burners) burner.kill();
  const minutes = ((Date.now() - begin) / 60_000).toFixed(1);
  writeFileSync(join(OUTPUT, `stability-${run}.log`), stdout);
  const result = stdout.toString().trimEnd().split('\n').at(-1) ?? '';
  const failed = status === 0 ? [] : failures().map(({ name }) => name);
  allPassed &&= status === 0;
  rows.push(`| ${run} | ${burden > 0 ? `${burden} burners` : '-'} | ${minutes} | ${result} | ${failed.join('; ')} |`);
  console.log(rows.at(-1));
}
const table = `${rows.join('\n')}\n`;
writeFileSync(join(OUTPUT, 'stability.md'), table);
console.log(`\n${table}`);
process.exitCode = allPassed ? 0 : 1;
