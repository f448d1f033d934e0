import type { Company } from './company.ts';
import type { CallState } from './state.ts';

/** One padlock in as many looks: each differs in shape, not by colour alone. */
export const ICONS = [
  'off',
  'unproven',
  'waiting',
  'sealed',
  'compared',
  'partly',
  'key',
  'stopped',
  'exposed',
] as const;
export type Icon = (typeof ICONS)[number];

const BY_STATE: Readonly<Record<Exclude<CallState, 'sealed'>, Icon>> = {
  unproven: 'unproven',
  off: 'off',
  armed: 'waiting',
  mixed: 'partly',
  'no-key': 'key',
  broken: 'stopped',
};

/** @param compared whether the user has compared the safety code */
export function iconOf(state: CallState, company: Company, compared: boolean): Icon {
  if (state !== 'sealed') return BY_STATE[state];
  if (company === 'alone') return 'waiting';
  if (company !== 'all') return 'partly';
  return compared ? 'compared' : 'sealed';
}
