/**
 * Audio worklets. A meter says a few numbers; what hands whole stretches of samples out of the graph gets silence, and
 * memory or ports by which a worklet could reach past the page's own thread lead nowhere.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, reader, wrapMethod } from '../natives.ts';
import { prototypeOf, wrapGetter } from './hooking.ts';
import { bytesOf, isPort, isShared } from './kinds.ts';

/** Bytes of the longest list of levels; a stretch of samples is longer. */
const LEVELS_BYTES = 128;
/** Numbers in such a list. */
const LEVELS = 32;

const ports = new WeakSet<object>();
/** Events whose samples were silenced already. */
const silenced = new WeakSet<object>();
const targetOf = reader(globalThis.Event.prototype, 'target');
const NativeMessageChannel = MessageChannel;
const NativeShared = globalThis.SharedArrayBuffer as typeof SharedArrayBuffer | undefined;

export function guardWorklets(): void {
  wrapGetter('AudioWorkletNode', 'port', (_, port) => {
    if (isOn()) ports.add(port as object);
  });
  wrapGetter('MessageEvent', 'data', (event, data) => {
    if (!isOn() || silenced.has(event) || !ports.has(targetOf(event as Event) ?? event)) return;
    silenced.add(event);
    if (silence(data, 3)) tell('worklet');
  });
  wrapMethod(prototypeOf('MessagePort'), 'postMessage', (native, self, args) => {
    if (!isOn() || !ports.has(self as object)) return apply(native, self, args);
    const [message, transfer] = args;
    const deadEnds = new Map<unknown, unknown>();
    const closed = withDeadEnds(message, deadEnds, 3);
    if (deadEnds.size === 0) return apply(native, self, args);
    tell('worklet');
    const moved = Array.isArray(transfer) ? transfer.map((value: unknown) => deadEnds.get(value) ?? value) : transfer;
    return apply(native, self, [closed, moved]);
  });
}

/** Silences samples in place. @returns whether there were any */
function silence(data: unknown, depth: number): boolean {
  if (typeof data !== 'object' || data === null || depth < 0) return false;
  const bytes = bytesOf(data);
  if (bytes) {
    if (bytes.byteLength <= LEVELS_BYTES) return false;
    bytes.fill(0);
    return true;
  }
  if (Array.isArray(data) && data.length > LEVELS && typeof data[0] === 'number') {
    data.fill(0);
    return true;
  }
  let found = false;
  for (const inner of Object.values(data)) found = silence(inner, depth - 1) || found;
  return found;
}

/** The message with shared memory and ports that nobody else holds. */
function withDeadEnds(value: unknown, deadEnds: Map<unknown, unknown>, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth < 0) return value;
  if (deadEnds.has(value)) return deadEnds.get(value);
  if (isPort(value)) {
    deadEnds.set(value, new NativeMessageChannel().port1);
    return deadEnds.get(value);
  }
  const memory = isShared(value)
    ? value
    : ArrayBuffer.isView(value) && isShared(value.buffer)
      ? value.buffer
      : undefined;
  if (memory && NativeShared) {
    const own = new NativeShared(memory.byteLength);
    deadEnds.set(value, own);
    return own;
  }
  if (Array.isArray(value)) return value.map((part) => withDeadEnds(part, deadEnds, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withDeadEnds(part, deadEnds, depth - 1)]),
  );
}
