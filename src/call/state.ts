import { mostUrgent } from './most-urgent.ts';

/**
 * The states, from the most to the least urgent: a tab with several documents shows the first that any of them is in.
 */
export const CALL_STATES = ['unproven', 'broken', 'no-key', 'mixed', 'sealed', 'armed', 'off'] as const;

/**
 * The state of one call, as the guard of each document reports it and the popup shows it for the tab.
 *
 * unproven evidence is missing from some document, so nothing is claimed; see evidence.ts
 * off      nothing is sealed and nothing is claimed
 * armed    protection is on in every document that could hold a call, no frame has been sealed or opened yet
 * sealed   frames were counted through the worker, and every sender and receiver still has our transform
 * mixed    protection is on, and the user lets something through unsealed
 * no-key   protection is on without a key: nothing is sent, nothing received is shown
 * broken   protection is on and something fails or bypasses it: nothing is sent
 */
export type CallState = (typeof CALL_STATES)[number];

/** Why a call is broken. Each has a sentence and a next step in the popup. */
export const BROKEN_REASONS = [
  'reload-needed', // the connection was made before protection was on and this browser cannot attach to it
  'other-extension', // another extension came first, and connections can be made past the hook
  'helper-blocked', // the page or its server does not let the helper frame load, so there is no worker
  'helper-late', // neither the helper frame nor a refusal came in time: a busy machine, or a server that does not answer
  'worker-lost', // the worker died more often than it is worth restarting
  'transform-replaced', // a sender or receiver no longer has our transform
  'no-sealable-mode', // the service's client took its own media mode, and its servers offered no other
  'left-sealable-mode', // it took its own media mode although its servers offered one that can be sealed
  'failed-before', // it has noted that WebRTC failed in this tab, and keeps to its own media mode
  'leak', // frames left that the worker has not sealed
  'unsupported-browser', // no encoded transform in this browser
] as const;
export type BrokenReason = (typeof BROKEN_REASONS)[number];

/** The state to show for a tab whose documents are in `states`; off when there are none. */
export function worst(states: Iterable<CallState>): CallState {
  return mostUrgent(CALL_STATES, states);
}

/** What the guard knows when it judges its own document once a second. */
export interface Evidence {
  readonly on: boolean;
  readonly keys: boolean;
  readonly broken: BrokenReason | undefined;
  /** Whether the user lets something through unsealed. */
  readonly mixed: boolean;
  /** Frames sealed or opened by the worker since protection came on. */
  readonly counted: number;
  /** Whether the worker stands, where the document needs one. */
  readonly standing: boolean;
}

/** The state of one document. A claim of "sealed" needs counted frames, never just attached transforms. */
export function judge({ on, keys, broken, mixed, counted, standing }: Evidence): CallState {
  if (!on) return 'off';
  if (broken) return 'broken';
  if (!keys) return 'no-key';
  if (!standing) return 'unproven';
  if (mixed) return 'mixed';
  return counted > 0 ? 'sealed' : 'armed';
}
