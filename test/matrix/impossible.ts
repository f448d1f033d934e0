/** What cannot be done here, each with its reason and a probe that fails on the day it can. */
import type { BrowserName } from '../support/browsers.ts';
import type { Cell } from './media.ts';
import type { Probe } from './probes.ts';
import * as probes from './probes.ts';

export interface Impossible {
  readonly reason: string;
  readonly concerns: (cell: Cell) => boolean;
  readonly probe: Probe;
}

const eitherIs = (name: BrowserName, { from, to }: Cell): boolean => from === name || to === name;

export const IMPOSSIBLE: readonly Impossible[] = [
  {
    reason: 'Neither browser has H.265 on this machine.',
    concerns: ({ medium }) => medium.codec === 'H.265',
    probe: probes.lacks(['chromium', 'firefox'], 'video', 'H265'),
  },
  {
    reason: 'Firefox has H.264 only with a plugin that it downloads from its maker.',
    concerns: (cell) => cell.medium.codec === 'H.264' && eitherIs('firefox', cell),
    probe: probes.lacks(['firefox'], 'video', 'H264'),
  },
];

export function impossible(cell: Cell): Impossible | undefined {
  return IMPOSSIBLE.find(({ concerns }) => concerns(cell));
}
