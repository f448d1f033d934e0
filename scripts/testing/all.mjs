/**
 * `npm test`: installs what is missing, builds, checks, and runs all tests. Arguments are passed to Vitest, so
 * `npm test -- policies` runs the files whose path holds that word, without the check. The last line counts.
 */
import { prepare } from '../prepare.mjs';
import { check, clear, conclude, runTests } from './run.mjs';

const begin = Date.now();
prepare(['chromium', 'firefox', 'ffmpeg', 'janus', 'openssl']);
clear();
const prepared = Date.now();
const given = process.argv.slice(2);
const filtered = given.length > 0;
if (!filtered) await check();
const checked = Date.now();
const unit = await runTests('unit', given, { filtered });
const e2e = await runTests('e2e', given, { filtered });
const seconds = [prepared - begin, checked - prepared, Date.now() - checked].map((ms) => Math.round(ms / 1_000));
console.log(`\ninstalling and building ${seconds[0]} s, check ${seconds[1]} s, tests ${seconds[2]} s`);
conclude([unit, e2e]);
