import type { StreamCounts } from '../call/counts.ts';
import type { BrokenReason, CallState } from '../call/state.ts';
import type { GuardReport } from '../messages.ts';

const STATES: readonly string[] = ['off', 'armed', 'sealed', 'mixed', 'no-key', 'broken'] satisfies CallState[];
const REASONS: readonly string[] = [
  'reload-needed',
  'helper-blocked',
  'worker-lost',
  'transform-replaced',
  'no-sealable-mode',
  'leak',
  'unsupported-browser',
] satisfies BrokenReason[];

/** More than any call has; a hostile renderer must not fill the background's memory. */
const MAX_ENTRIES = 512;

/**
 * A guard's report, which comes from a page's process, made safe: unknown members dropped, numbers finite, texts short.
 *
 * @returns undefined when it is no report at all
 */
export function validReport(data: unknown): GuardReport | undefined {
  if (!isRecord(data) || !isOneOf(data.state, STATES)) return undefined;
  return {
    state: data.state as CallState,
    broken: isOneOf(data.broken, REASONS) ? (data.broken as BrokenReason) : null,
    streams: list(data.streams).map(validStream),
    worker: data.worker === true,
    keyId: matches(data.keyId, /^[0-9a-f]{16}$/) ? (data.keyId as string) : null,
    newestSlot: typeof data.newestSlot === 'number' && Number.isSafeInteger(data.newestSlot) ? data.newestSlot : null,
    highest: list(data.highest).flatMap((entry) =>
      isRecord(entry) && matches(entry.kid, /^[0-9a-f]{16}$/) && matches(entry.ctr, /^\d{1,20}$/)
        ? [{ kid: entry.kid as string, ctr: entry.ctr as string }]
        : [],
    ),
    participants: list(data.participants).filter((id): id is string => matches(id, /^[0-9a-f]{12}$/)),
    setAside: list(data.setAside).filter((name): name is string => matches(name, /^[a-z-]{1,40}$/)),
    spliced: data.spliced === true,
    connected: data.connected === true,
    screen: data.screen === true,
  };
}

function validStream(entry: unknown): StreamCounts {
  const stream = isRecord(entry) ? entry : {};
  const failures: Record<string, number> = {};
  for (const [reason, frames] of Object.entries(isRecord(stream.failures) ? stream.failures : {}).slice(0, 32)) {
    if (/^[a-z-]{1,40}$/.test(reason)) failures[reason] = count(frames);
  }
  return {
    id: count(stream.id),
    side: stream.side === 'send' ? 'send' : 'receive',
    kind: stream.kind === 'audio' ? 'audio' : 'video',
    seen: count(stream.seen),
    done: count(stream.done),
    passed: count(stream.passed),
    failures,
    codec: text(stream.codec),
    participant: matches(stream.participant, /^[0-9a-f]{12}$/) ? (stream.participant as string) : '',
    name: text(stream.name),
    role: text(stream.role),
    slotDrift: stream.slotDrift === 1 || stream.slotDrift === -1 ? stream.slotDrift : 0,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : [];
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isOneOf(value: unknown, values: readonly string[]): boolean {
  return typeof value === 'string' && values.includes(value);
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 64) : '';
}
