import { type EndedCounts, FRAME_FAILURES, STREAM_KINDS, STREAM_SIDES, type StreamCounts } from '../call/counts.ts';
import type { FrameCounts } from '../call/lately.ts';
import { count, isRecord, listOf, matching, oneOf, tallied, text } from './valid.ts';
import { validFacts } from './valid-facts.ts';

/** A member's name in figures: participant bits. */
export const MEMBER = /^[0-9a-f]{12}$/;

const side = oneOf(STREAM_SIDES, 'receive');
const kind = oneOf(STREAM_KINDS, 'video');
const failures = tallied(FRAME_FAILURES);
const members = listOf(matching(MEMBER, undefined));

/** What a guard says of one sender or receiver, made safe. */
export function validStream(entry: unknown): StreamCounts {
  const stream = isRecord(entry) ? entry : {};
  return {
    ...validFrames(stream),
    id: count(stream.id),
    side: side(stream.side),
    kind: kind(stream.kind),
    seen: count(stream.seen),
    lately: validFrames(stream.lately),
    now: validFrames(stream.now),
    codec: text(stream.codec),
    members: members(stream.members),
    name: text(stream.name),
    role: text(stream.role),
    slotDrift: stream.slotDrift === 1 || stream.slotDrift === -1 ? stream.slotDrift : 0,
    ...(isRecord(stream.facts) && { facts: validFacts(stream.facts) }),
  };
}

/** What a guard says of those that ended, made safe. */
export function validEnded(entry: unknown): EndedCounts {
  const ended = isRecord(entry) ? entry : {};
  return { send: validFrames(ended.send), receive: validFrames(ended.receive) };
}

function validFrames(entry: unknown): FrameCounts {
  const counts = isRecord(entry) ? entry : {};
  return {
    done: count(counts.done),
    passed: count(counts.passed),
    failures: failures(counts.failures),
  };
}
