import { TO_HOOK, type ToHook } from '../../src/protocol/hook.ts';
import { isCardMarked, isMarked } from '../../src/protocol/mark.ts';
import { listen } from './channel.ts';
import { NativeDOMException, NativePromise, nativeClearTimeout, nativeSetTimeout } from './natives.ts';

/**
 * off      protection is off
 * unknown  protection is on in some tab, perhaps in this one: negotiation waits for the guard's first orders
 * holding  protection is on, worker and state are not ready (any more): negotiation waits, so no media can flow
 *          (In both it is refused once the guard has said nothing for too long, see `silent`.)
 * ready    protection is on and every transceiver that is handed over is attached at once
 * broken   protection is on and cannot be had: negotiation is refused
 */
export type HookState = 'off' | 'unknown' | 'holding' | 'ready' | 'broken';

/** How long negotiation waits without a word from the guard before it is refused. */
const HOLD_MS = 5_000;

/** Has to be known synchronously, before the page makes its first connection. */
let state: HookState = isMarked() ? 'holding' : 'off';
let waiting: { run: () => void; refuse: () => void }[] = [];
let comingOn = false;
let abandoned = false;
/**
 * The guard has said nothing for too long: until its next word negotiation is refused, and nothing else. What comes too late
 * may still be that protection is off.
 */
let silent = false;
/** Has to be known synchronously, too: a page may ask for its camera first of all. */
let card = isCardMarked();
let deadline: ReturnType<typeof setTimeout> | undefined;

/** Whether protection was off at any time in this document. */
let everOff = state === 'off';
/** Whether it was on. */
let everOn = state === 'holding';

export const wasOff = (): boolean => everOff;
export const wasOn = (): boolean => everOn;
/** Whether protection is on, or may be. */
export const isOn = (): boolean => state !== 'off';
/** Whether nothing but the guard's word is missing to know that it is not. */
export const isUnknown = (): boolean => state === 'unknown';
/** Whether protection cannot be had, as the guard has said or by its absence. */
export const isBroken = (): boolean => state === 'broken';
/** Whether protection is on, and negotiation refused. */
export const isRefusing = (): boolean => state === 'broken' || (silent && state === 'holding');
/** Whether the page is to get a card where it asks for a camera. */
export const isCardChosen = (): boolean => card && isOn();
/** Whether protection has just come on in a running document, and no worker has stood since. */
export const isComingOn = (): boolean => comingOn;

export function refusal(): DOMException {
  return new NativeDOMException(
    state === 'unknown'
      ? 'Callseal has not heard yet whether this call is protected, so it let nothing be negotiated. Try again.'
      : 'Callseal protects this call and cannot seal this connection, so it stopped it. Its button in the toolbar says why.',
    'OperationError',
  );
}

/** Runs `operation` now, or in its turn once the worker is ready, or rejects when that does not come about. */
export function whenOpen<T>(operation: () => T): T | Promise<Awaited<T>> {
  if (state === 'broken' || silent) return NativePromise.reject(refusal());
  if (state !== 'holding' && state !== 'unknown') return operation();
  if (deadline === undefined) setDeadline();
  return new NativePromise<Awaited<T>>((resolve, reject) => {
    waiting[waiting.length] = {
      run: () => {
        try {
          resolve(operation() as Awaited<T>);
        } catch (error) {
          reject(error);
        }
      },
      refuse: () => reject(refusal()),
    };
  });
}

function setDeadline(): void {
  nativeClearTimeout(deadline);
  deadline = nativeSetTimeout(giveUp, HOLD_MS);
}

function giveUp(): void {
  if (state !== 'holding' && state !== 'unknown') return;
  release('refuse');
  silent = true;
}

function release(action: 'run' | 'refuse'): void {
  nativeClearTimeout(deadline);
  deadline = undefined;
  comingOn = false;
  silent = false;
  // An operation that runs may make the page ask for the next one, which must not overtake those that wait.
  for (let index = 0; index < waiting.length; index++) waiting[index]?.[action]();
  waiting = [];
}

function open(next: 'off' | 'ready'): void {
  release('run');
  state = next;
  if (next === 'off') everOff = true;
}

function close(): void {
  state = 'broken';
  release('refuse');
}

/** Protection is on, and nobody is there to seal: the guard went with its extension. For as long as the document is there. */
export function abandon(): void {
  if (state === 'off') return;
  abandoned = true;
  close();
}

/** @param settled called when protection comes on or is off: connections may exist already */
export function followGuard(settled: () => void): void {
  const changes: Readonly<Record<ToHook, () => void>> = {
    on: () => {
      if (state === 'broken') return;
      const comesOn = state === 'off' || state === 'unknown';
      everOn = true;
      silent = false;
      state = 'holding';
      if (deadline !== undefined) setDeadline(); // somebody is at it
      if (!comesOn) return;
      comingOn = true;
      settled();
    },
    hold: () => {
      if (state === 'off') state = 'unknown';
    },
    off: () => {
      open('off');
      settled();
    },
    ready: () => {
      if (!abandoned) open('ready');
    },
    broken: close,
    card: () => {
      card = true;
    },
    'no-card': () => {
      card = false;
    },
  };
  for (const what of TO_HOOK) listen(what, changes[what]);
}
