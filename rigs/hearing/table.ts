import { markdown } from '../../scripts/markdown.ts';
import type { BrowserName } from '../../test/support/browsers.ts';
import type { Cost } from './cost.ts';
import { type Judged, quantile, together } from './judge.ts';
import type { Way } from './meeting.ts';

export interface Found {
  readonly browser: BrowserName;
  readonly fps: number;
  readonly way: Way;
  /** Stretches of equal length, one after the other. */
  readonly parts: readonly Judged[];
  readonly cost: Cost;
}

/** All that was found, a row for each browser, rate and way in every table. */
export function tables(found: readonly Found[]): string {
  const table = (columns: readonly string[], cells: (judged: Judged, one: Found) => readonly string[]): string =>
    markdown(
      ['browser', 'pictures a second', 'sound', ...columns],
      found.map((one) => [one.browser, String(one.fps), WORDS[one.way], ...cells(together(one.parts), one)]),
    );
  const made = [
    table(['heard after, ms: median', '5 %', '95 %', 'missing'], ({ delays, gaps }) => [
      ...spread(delays),
      `${(gaps * 100).toFixed(2)} %`,
    ]),
    '**Lip sync**: how much later than its picture a sound came out, or sooner where it is below 0.',
    table(['seen after, ms: median', 'sound after picture, ms: median', '5 %', '95 %'], ({ pictures, apart }) => [
      rounded(quantile(pictures, 0.5)),
      ...spread(apart),
    ]),
    '**What it takes**: bit rate of the pictures, and processor time of whole browsers, of one core.',
    table(['pictures, kbit/s', 'who speaks', 'who listens'], (_, { cost }) => [
      rounded(cost.kilobits),
      `${rounded(cost.sender * 100)} %`,
      `${rounded(cost.receiver * 100)} %`,
    ]),
  ];
  if (found.some(({ parts }) => parts.length > 1))
    made.push(
      '**Over time**: medians of the first minute and of the last.',
      table(
        ['heard after, ms: first', 'last', 'sound after picture, ms: first', 'last'],
        (_, { parts: [first, ...more] }) =>
          (['delays', 'apart'] as const).flatMap((figure) =>
            [first, more.at(-1)].map((part) => rounded(quantile(part?.[figure] ?? [], 0.5))),
          ),
      ),
    );
  return made.join('\n\n');
}

const WORDS: Readonly<Record<Way, string>> = {
  forwarded: 'sealed and forwarded',
  pictures: 'inside sealed pictures',
};

/** Median, and what one in twenty is below and above. */
const spread = (milliseconds: readonly number[]): string[] =>
  [0.5, 0.05, 0.95].map((share) => rounded(quantile(milliseconds, share)));

const rounded = (figure: number): string => (Number.isNaN(figure) ? 'not known' : String(Math.round(figure)));
