/** `npm run test:table`: writes into CONTRIBUTING what each file of the last whole `npm test` took. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../prepare.mjs';
import { read, resultsOf, STARTS } from './run.mjs';

const PAGE = join(ROOT, 'CONTRIBUTING.md');
const [BEGIN, END] = ['<!-- test times: npm run test:table -->', '<!-- end of test times -->'];

const starts = readFileSync(STARTS, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** @param {string} file @param {string} browser */
const started = (file, browser) => starts.filter((start) => start.file === file && start.browser === browser).length;

/** @param {string} project */
function rowsOf(project) {
  const { testResults } = read(resultsOf(project));
  if (!testResults) throw new Error(`test-output has no results of ${project}. Run npm test first.`);
  return testResults.map(({ name, startTime, endTime, assertionResults }) => {
    const file = relative(ROOT, name);
    const seconds = Math.round((endTime - startTime) / 1_000);
    return { file, seconds, tests: assertionResults.length };
  });
}

const unit = rowsOf('unit');
const total = (rows) => rows.reduce((sum, { seconds }) => sum + seconds, 0);
const count = (rows) => rows.reduce((sum, { tests }) => sum + tests, 0);
const files = rowsOf('e2e').toSorted((one, other) => other.seconds - one.seconds);
const line = (cells) => `| ${cells.join(' | ')} |`;
const table = [
  line(['File', 'Tests', 'Seconds', 'Chromium started', 'Firefox started']),
  line(['---', '---:', '---:', '---:', '---:']),
  line([`${unit.length} files of units`, count(unit), total(unit), '', '']),
  ...files.map(({ file, seconds, tests }) =>
    line([file.replace('test/e2e/', ''), tests, seconds, started(file, 'chromium'), started(file, 'firefox')]),
  ),
  line([
    'All',
    count(files) + count(unit),
    total(files) + total(unit),
    starts.filter(({ browser }) => browser === 'chromium').length,
    starts.filter(({ browser }) => browser === 'firefox').length,
  ]),
];
const page = readFileSync(PAGE, 'utf8');
const [before, rest] = page.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`${PAGE} has no place for the table.`);
writeFileSync(PAGE, `${before}${BEGIN}\n\n${table.join('\n')}\n\n${END}${after}`);
