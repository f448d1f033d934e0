import { OPEN_FAILURES, type OpenFailure, SEAL_FAILURES, type SealFailure } from '../frame/failures.ts';
import { type FrameCounts, sumOf } from './lately.ts';
import type { StreamFacts } from './stream-facts.ts';

export const STREAM_SIDES = ['send', 'receive'] as const;
export type StreamSide = (typeof STREAM_SIDES)[number];

export const STREAM_KINDS = ['audio', 'video'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Frames of one sender or receiver, as the worker counted them: since it began, and lately. */
export interface StreamCounts extends FrameCounts {
  readonly id: number;
  readonly side: StreamSide;
  readonly kind: StreamKind;
  /** Frames that entered the worker. */
  readonly seen: number;
  /** Of the last ten seconds. */
  readonly lately: FrameCounts;
  /** Of the last two to three seconds. */
  readonly now: FrameCounts;
  readonly codec: string;
  /** Receive: members whose pictures opened here a moment ago, or whose voice alone is heard here for a second. 12 hex digits each. */
  readonly members: readonly string[];
  readonly name: string;
  readonly role: string;
  /** Slots between the sender's clock and ours in what opened lately, away from the turn of a slot: -1, 0 or 1. */
  readonly slotDrift: number;
  /** What the browser says of it, where the guard has looked. */
  readonly facts?: StreamFacts;
}

/** Reasons the worker itself has, beside those of sealing and opening. */
const DROP_REASONS = [
  'unknown-codec',
  'no-carrier',
  'stopped',
  'waiting-for-key-frame',
  'blank', // not sealed, and nothing in it: silence or an empty picture, as servers put in when somebody mutes
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Reasons of frames of another key; some of them may have been changed on the way. */
export const FOREIGN = ['missing-key', 'bad-tag'] as const satisfies readonly OpenFailure[];

/** Frames of another key. */
export function foreignIn(failures: Readonly<Record<string, number>>): number {
  return FOREIGN.reduce((sum, reason) => sum + (failures[reason] ?? 0), 0);
}

/** Why a frame was dropped, or replaced by the lock card or silence. */
export type FrameFailure = SealFailure | OpenFailure | DropReason;
export const FRAME_FAILURES: readonly FrameFailure[] = Array.from(
  new Set([...SEAL_FAILURES, ...OPEN_FAILURES, ...DROP_REASONS]),
);

/** What one worker counted: its streams, and what is left of those that ended. */
export interface CallCounts {
  /** Every sender and receiver that has not ended. */
  readonly streams: readonly StreamCounts[];
  readonly ended: EndedCounts;
  /** Members heard or seen within the last ten seconds, 12 hex digits each. */
  readonly members: readonly string[];
}

/** Frames of all streams that ended: a long call may have thousands of them. */
export interface EndedCounts {
  readonly send: FrameCounts;
  readonly receive: FrameCounts;
}

/** Of streams in which nothing happened. */
export const NO_FRAMES: FrameCounts = { done: 0, passed: 0, failures: {} };
export const NONE_ENDED: EndedCounts = { send: NO_FRAMES, receive: NO_FRAMES };

/** The sums with those of one more stream that has ended. */
export function withEnded(ended: EndedCounts, stream: StreamCounts): EndedCounts {
  return { ...ended, [stream.side]: sumOf([ended[stream.side], stream]) };
}

/** Frames sealed or opened in all. */
export function doneIn({ streams, ended }: Pick<CallCounts, 'streams' | 'ended'>): number {
  return sumOf([...streams, ended.send, ended.receive]).done;
}

/** Sums that the popup shows for a tab. */
export interface Totals {
  readonly sealed: number;
  readonly opened: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Other members heard or seen lately. */
  readonly members: number;
  /** Of the last ten seconds. */
  readonly lately: Received;
  /** Of the last two to three seconds. */
  readonly now: Received;
}

/** What became of frames that others sent, and of one's own that were not sealed. */
export interface Received {
  readonly opened: number;
  readonly failures: Readonly<Record<string, number>>;
}

export function totalsOf({ streams, ended, members }: CallCounts): Totals {
  const of = (side: StreamSide): StreamCounts[] => streams.filter((stream) => stream.side === side);
  return {
    sealed: sumOf([...of('send'), ended.send]).done,
    opened: sumOf([...of('receive'), ended.receive]).done,
    failures: sumOf([...streams, ended.send, ended.receive]).failures,
    members: new Set(members).size,
    lately: received(streams, 'lately'),
    now: received(streams, 'now'),
  };
}

function received(streams: readonly StreamCounts[], span: 'lately' | 'now'): Received {
  return {
    opened: sumOf(streams.filter(({ side }) => side === 'receive').map((stream) => stream[span])).done,
    failures: sumOf(streams.map((stream) => stream[span])).failures,
  };
}
