import { TO_HOOK, type ToHook } from '../../src/protocol/hook.ts';
import { isMarked } from '../../src/protocol/mark.ts';
import { listen } from './channel.ts';
import { NativeDOMException, NativePromise, nativeClearTimeout, nativeSetTimeout } from './natives.ts';

/**
 * off      protection is off
 * holding  protection is on, worker and state are not ready (any more): negotiation waits, so no media can flow
 * ready    protection is on and every transceiver that is handed over is attached at once
 * broken   protection is on and cannot be had: negotiation is refused
 */
export type HookState = 'off' | 'holding' | 'ready' | 'broken';

/** How long negotiation waits for the worker before it is refused. */
const HOLD_MS = 5_000;

/** Has to be known synchronously, before the page makes its first connection. */
let state: HookState = isMarked() ? 'holding' : 'off';
let waiting: { run: () => void; refuse: () => void }[] = [];
let deadline: ReturnType<typeof setTimeout> | undefined;

/** Whether protection was off at any time in this document. */
let everOff = state === 'off';

export const wasOff = (): boolean => everOff;
export const isOn = (): boolean => state !== 'off';
export const isBroken = (): boolean => state === 'broken';

export function refusal(): DOMException {
  return new NativeDOMException(
    'Callseal protects this call and cannot seal this connection, so it stopped it. Its button in the toolbar says why.',
    'OperationError',
  );
}

/** Runs `operation` now, or in its turn once the worker is ready, or rejects when that does not come about. */
export function whenOpen<T>(operation: () => T): T | Promise<Awaited<T>> {
  if (state === 'broken') return NativePromise.reject(refusal());
  if (state !== 'holding') return operation();
  deadline ??= nativeSetTimeout(giveUp, HOLD_MS);
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

function giveUp(): void {
  if (state === 'holding') close();
}

function release(action: 'run' | 'refuse'): void {
  nativeClearTimeout(deadline);
  deadline = undefined;
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

/** @param switchedOn called when protection comes on, with the connections that may exist already */
export function followGuard(switchedOn: () => void): void {
  const changes: Readonly<Record<ToHook, () => void>> = {
    on: () => {
      if (state === 'broken') return;
      const comesOn = state === 'off';
      state = 'holding';
      if (comesOn) switchedOn();
    },
    off: () => open('off'),
    ready: () => open('ready'),
    broken: close,
  };
  for (const what of TO_HOOK) listen(what, changes[what]);
}
