/**
 * Audio worklets. A meter says a few numbers; what hands whole stretches of samples out of the graph gets silence, and
 * memory or ports by which a worklet could reach past the page's own thread lead nowhere.
 */
import { tell } from '../channel.ts';
import { isOn } from '../gate.ts';
import { apply, reader, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceConstructor, wrapGetter } from './hooking.ts';
import { bytesOf, isPort, isShared, isWasmMemory, NativeWasmMemory } from './kinds.ts';

/** Bytes of the longest list of levels; a stretch of samples is longer. */
const LEVELS_BYTES = 128;
const WASM_PAGE_BYTES = 65_536;
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
    const [message, options] = args;
    const deadEnds = new Map<unknown, unknown>();
    const closed = withDeadEnds(message, deadEnds, 3);
    // A port need not be in the message: the event lists all that came with it.
    const transfer = Array.from((Array.isArray(options) ? options : transferOf(options)) as unknown[], (value) =>
      withDeadEnds(value, deadEnds, 0),
    );
    if (deadEnds.size === 0) return apply(native, self, args);
    tell('worklet');
    return apply(native, self, [closed, transfer]);
  });
  // What a worklet is made with reaches it too.
  replaceConstructor('AudioWorkletNode', (make, args) => {
    const [context, name, options] = args as [unknown, unknown, AudioWorkletNodeOptions | undefined];
    if (!isOn() || !options?.processorOptions) return make();
    const deadEnds = new Map<unknown, unknown>();
    const processorOptions = withDeadEnds(options.processorOptions, deadEnds, 3) as object;
    if (deadEnds.size === 0) return make();
    tell('worklet');
    return make([context, name, { ...options, processorOptions }]);
  });
}

function transferOf(options: unknown): readonly unknown[] {
  return (options as StructuredSerializeOptions | undefined)?.transfer ?? [];
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
  const wasm: unknown = isWasmMemory(value) ? value.buffer : undefined;
  if (NativeWasmMemory && isShared(wasm)) {
    const pages = wasm.byteLength / WASM_PAGE_BYTES;
    deadEnds.set(value, new NativeWasmMemory({ initial: pages, maximum: pages, shared: true }));
    return deadEnds.get(value);
  }
  if (Array.isArray(value)) return value.map((part) => withDeadEnds(part, deadEnds, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withDeadEnds(part, deadEnds, depth - 1)]),
  );
}
