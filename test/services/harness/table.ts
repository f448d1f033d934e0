/** The table of docs/services.md: what becomes of each service's sound, picture and screen, as its test measured it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { BrowserName } from '../../support/browsers.ts';

const PAGE = new URL('../../../docs/services.md', import.meta.url).pathname;

/**
 * sealed              every frame at the server authenticates, members see or hear members, outsiders do not
 * refused, said so    no clear frame at the server; members do not see or hear it either, and the popup says why
 * clear, by choice    the user let it be clear, and is reminded of it
 * -                   the service has none
 *
 * Anything else is what was found instead.
 */
export type Outcome = 'sealed' | 'refused, said so' | 'clear, by choice' | '-' | `failed: ${string}`;

export interface Row {
  readonly service: string;
  readonly browser: BrowserName;
  readonly sound: Outcome;
  readonly picture: Outcome;
  readonly screen: Outcome;
  /** Frames of members that the server could read, but for those that they chose to send in clear. */
  readonly clear: number;
}

/** Nothing failed, nothing is clear that should not be, and the page's line for the row is this one. With CALLSEAL_TABLE=write it is made so. */
export function expectRow({ service, browser, sound, picture, screen, clear }: Row): void {
  expect([sound, picture, screen].filter((outcome) => outcome.startsWith('failed'))).toEqual([]);
  expect(clear).toBe(0);
  const cells = [service, browser === 'chromium' ? 'Chromium' : 'Firefox', sound, picture, screen, String(clear)];
  const lines = readFileSync(PAGE, 'utf8').trimEnd().split('\n');
  const at = lines.findIndex((line) => {
    const [name, of] = cellsIn(line);
    return name === cells[0] && of === cells[1];
  });
  if (process.env.CALLSEAL_TABLE === 'write') {
    const end = lines.findLastIndex((line) => cellsIn(line).length === cells.length) + 1;
    lines.splice(at < 0 ? end : at, at < 0 ? 0 : 1, `| ${cells.join(' | ')} |`);
    writeFileSync(PAGE, `${lines.join('\n')}\n`);
  } else expect(cellsIn(lines[at] ?? ''), 'in docs/services.md').toEqual(cells);
}

const cellsIn = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
