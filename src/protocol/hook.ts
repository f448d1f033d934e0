/**
 * The events between the guard and the page hook: everything that either side may say, in one place. The page can read
 * these names, and nothing secret is among them.
 */
import { SET_ASIDE, type SetAside } from '../call/set-aside.ts';

/** What the guard tells the hook. Its gate has an answer to each. */
export const TO_HOOK = ['hold', 'on', 'off', 'ready', 'broken', 'card', 'no-card'] as const;
export type ToHook = (typeof TO_HOOK)[number];

/** What the hook tells the guard beside what it sets aside. The guard has an answer to each. */
export const HOOK_NEWS = [
  'connection', // the document makes a connection
  'late', // it has made one before protection came on
  'unflagged', // a connection was made without Chromium's fail-closed switch, or may be
  'flag-dropped', // the browser's own constructor leaves that switch out
  'unheld', // what connections do need not pass by the hook
  'unsteered', // the service's client was loaded before protection came on, and has to be loaded anew
  'sealable-mode', // the service's servers are asked for the mode that can be sealed
  'own-picture', // a picture was about to leave by a channel of the service's own, and did not
  'screen', // a screen is captured, or asked for
  'screen-ended',
  'card-wanted', // the page asks for a camera and is to get a card: its track comes in the same task
] as const;
export type HookNews = (typeof HOOK_NEWS)[number];

export type FromHook = HookNews | SetAside;
export const ALL_NEWS: readonly FromHook[] = [...HOOK_NEWS, ...SET_ASIDE];

/** Told with a name of EXTENSION_NAMES behind it, for each header extension in a description that the page sets. */
export const NAMED_EXTENSION = 'extension ';

/** Carries a transceiver, in the task that made it. */
export const HAND_OVER = 'hand-over';
/** Names the transceiver in one side of which the page runs its own transform. The port of its streams comes next. */
export const PAGE_STREAMS = { send: 'page-streams-send', receive: 'page-streams-receive' } as const;
/** Carries that port, in the same task. */
export const PAGE_STREAMS_PORT = 'page-streams-port';
/** Carries, as `relatedTarget`, an element by which the page plays a stream. */
export const PLAYER = 'player';
/** Carries the track of a card, to the hook. */
export const CARD_TRACK = 'card-track';

/** On `document`, before any script of the page: the guard offers its element, the hook asks for it. */
export const OFFER = 'callseal-channel';
export const HOOK_IS_THERE = 'callseal-hook';
/** On the element: the hook has it. */
export const TAKEN = 'taken';
