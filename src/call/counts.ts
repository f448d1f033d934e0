import { OPEN_FAILURES, SEAL_FAILURES } from '../frame/failures.ts';

export const STREAM_SIDES = ['send', 'receive'] as const;
export type StreamSide = (typeof STREAM_SIDES)[number];

export const STREAM_KINDS = ['audio', 'video'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Frames of one sender or receiver, as the worker counted them. Everything is a number of frames but `bytes`. */
export interface StreamCounts {
  readonly id: number;
  readonly side: StreamSide;
  readonly kind: StreamKind;
  /** Frames that entered the worker. */
  readonly seen: number;
  /** Frames sealed (send) or opened (receive). */
  readonly done: number;
  /** Frames let through in clear, because protection was off. */
  readonly passed: number;
  /** Frames that were dropped, or replaced by the lock card or silence, by reason. */
  readonly failures: Readonly<Partial<Record<FrameFailure, number>>>;
  readonly codec: string;
  /** Whose frame was opened last (receive), 12 hex digits; empty before the first. */
  readonly participant: string;
  readonly name: string;
  readonly role: string;
  /** Slots between the sender's clock and ours in the last opened piece: -1, 0 or 1. */
  readonly slotDrift: number;
}

/** Reasons the worker itself has, beside those of sealing and opening. */
const DROP_REASONS = ['unknown-codec', 'no-carrier', 'stopped', 'waiting-for-key-frame'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export const FRAME_FAILURES = [...SEAL_FAILURES, ...OPEN_FAILURES, ...DROP_REASONS] as const;
/** Why a frame was dropped, or replaced by the lock card or silence. */
export type FrameFailure = (typeof FRAME_FAILURES)[number];

/** Sums that the popup shows for a tab. */
export interface Totals {
  readonly sealed: number;
  readonly opened: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly members: number;
}

export function totalsOf(streams: Iterable<StreamCounts>): Totals {
  let sealed = 0;
  let opened = 0;
  const failures: Record<string, number> = {};
  const members = new Set<string>();
  for (const stream of streams) {
    if (stream.side === 'send') sealed += stream.done;
    else opened += stream.done;
    if (stream.participant) members.add(stream.participant);
    for (const [reason, frames] of Object.entries(stream.failures)) {
      failures[reason] = (failures[reason] ?? 0) + frames;
    }
  }
  return { sealed, opened, failures, members: members.size };
}
