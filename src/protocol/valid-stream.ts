import { FRAME_FAILURES, STREAM_KINDS, STREAM_SIDES, type StreamCounts } from '../call/counts.ts';
import { count, isRecord, matching, oneOf, text } from './valid.ts';

const side = oneOf(STREAM_SIDES, 'receive');
const kind = oneOf(STREAM_KINDS, 'video');
const participant = matching(/^[0-9a-f]{12}$/, '');

/** What a guard says of one sender or receiver, made safe. */
export function validStream(entry: unknown): StreamCounts {
  const stream = isRecord(entry) ? entry : {};
  const failures = isRecord(stream.failures) ? stream.failures : {};
  return {
    id: count(stream.id),
    side: side(stream.side),
    kind: kind(stream.kind),
    seen: count(stream.seen),
    done: count(stream.done),
    passed: count(stream.passed),
    failures: Object.fromEntries(
      FRAME_FAILURES.filter((reason) => Object.hasOwn(failures, reason)).map((reason) => [
        reason,
        count(failures[reason]),
      ]),
    ),
    codec: text(stream.codec),
    participant: participant(stream.participant),
    name: text(stream.name),
    role: text(stream.role),
    slotDrift: stream.slotDrift === 1 || stream.slotDrift === -1 ? stream.slotDrift : 0,
  };
}
