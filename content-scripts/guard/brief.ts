import type { Exceptions } from '../../src/call/exceptions.ts';
import type { BrokenReason } from '../../src/call/state.ts';
import type { Orders } from '../../src/protocol/guard.ts';
import type { WorkerHost } from './worker-host.ts';

/** What a worker is to do with frames. */
export interface Mode {
  readonly on: boolean;
  readonly broken: BrokenReason | undefined;
  readonly exceptions: Exceptions;
}

export function sendMode(host: WorkerHost, { on, broken, exceptions }: Mode): void {
  host.send({ kind: 'mode', mode: !on ? 'pass' : broken ? 'stop' : 'seal', exceptions });
}

/** Passes on what the background's orders hold for the worker. */
export function brief(host: WorkerHost, orders: Orders): void {
  if (__TEST_BUILD__) host.send({ kind: 'clock', offset: orders.clockOffset });
  if (orders.restore) host.send({ kind: 'restore', ...orders.restore });
  if (orders.forget) host.send({ kind: 'forget' });
  if (orders.keys) host.send({ kind: 'keys', sets: orders.keys });
}
