import type { BrokenReason, CallState } from './state.ts';

/** When a tab came into a state. */
export interface StateChange {
  /** Unix time, milliseconds. */
  readonly at: number;
  readonly state: CallState;
  readonly broken: BrokenReason | null;
}

/** Changes kept: the newest, and what a long call has beside them says little. */
const KEPT = 32;

/** The history with the state of now. Begins with the first state that is not "off". @returns the same when nothing changed */
export function withState(history: readonly StateChange[], change: StateChange): readonly StateChange[] {
  const last = history.at(-1) ?? { state: 'off', broken: null };
  if (last.state === change.state && last.broken === change.broken) return history;
  return [...history, change].slice(-KEPT);
}
