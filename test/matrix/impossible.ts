/** What cannot be done here, each with its reason and a probe that fails on the day it can. */
import type { BrowserName } from '../support/browsers.ts';
import { type Cell, KEY_SVC } from './media.ts';
import type { Probe } from './probes.ts';
import * as probes from './probes.ts';

export interface Impossible {
  readonly reason: string;
  readonly concerns: (cell: Cell) => boolean;
  readonly probe: Probe;
}

/** Any mode but the one without layers. */
const isLayered = ({ medium }: Cell): boolean => /^L\dT\d/.test(medium.shape) && medium.shape !== 'L1T1';

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
  {
    reason: 'Firefox has no RED for audio.',
    concerns: (cell) => cell.medium.codec === 'RED' && eitherIs('firefox', cell),
    probe: probes.lacks(['firefox'], 'audio', 'red'),
  },
  {
    reason: 'Janus answers an offer of RED and Opus with Opus alone.',
    concerns: ({ medium, path }) => medium.codec === 'RED' && path === 'Janus',
    probe: probes.janusLacksRed,
  },
  {
    reason: 'The encoders of Firefox know no scalability modes.',
    concerns: (cell) => cell.from === 'firefox' && isLayered(cell),
    probe: probes.firefoxIgnoresScalabilityModes,
  },
  {
    reason: 'Janus does not offer the dependency descriptor, without which nobody can put AV1 layers together.',
    concerns: ({ medium, path }) => medium.codec === 'AV1' && medium.shape.startsWith('L3') && path === 'Janus',
    probe: probes.janusLacksDependencyDescriptor,
  },
  {
    reason: 'Pictures of VP9 L3T3_KEY stand still behind Janus in some calls, without Callseal too.',
    concerns: ({ medium, path }) => medium === KEY_SVC && path === 'Janus',
    probe: probes.janusStallsKeySvc,
  },
  {
    reason: 'Firefox shares no screen without somebody who chooses one.',
    concerns: ({ medium, from }) => medium.kind === 'video' && medium.screen === true && from === 'firefox',
    probe: probes.firefoxSharesNoScreen,
  },
];

export function impossible(cell: Cell): Impossible | undefined {
  return IMPOSSIBLE.find(({ concerns }) => concerns(cell));
}
