/** `npm run test:quick`: check, units, and in each browser one call that is sealed and one that is kept from leaking. */
import { prepare } from '../prepare.mjs';
import { check, clear, conclude, runTests } from './run.mjs';

const FILES = ['test/e2e/call.test.ts', 'test/e2e/fail-closed.test.ts'];
const NAMES = 'is sealed: members see and hear one another|whatever breaks in mid-call';
/** Each in Chromium and in Firefox. */
const WANTED = 4;

prepare(['chromium', 'firefox', 'ffmpeg', 'janus', 'openssl']);
clear();
await check();
const [calls, unit] = await Promise.all([
  runTests('e2e', [...FILES, '--testNamePattern', NAMES], { filtered: true }),
  // The calls need the other processor.
  runTests('unit', ['--maxWorkers=1'], { quiet: true }),
]);
// A test that was renamed would be left out unseen.
conclude([unit, { ...calls, skipped: Math.max(0, WANTED - calls.passed - calls.failed) }]);
