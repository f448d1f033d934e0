import type { StreamCounts } from '../../src/call/counts.ts';

/** What the workers of a test call have counted: those of its two members, and that of an outsider. */
export interface Evidence {
  readonly members: readonly StreamCounts[];
  readonly outsider: readonly StreamCounts[];
}

export type Verdict =
  | { readonly ok: true; readonly sealed: number; readonly opened: number; readonly refused: number }
  | { readonly ok: false; readonly why: Failure };

/** Why a test call proves nothing, or the opposite. */
export type Failure =
  | 'unsupported' // the browser has no encoded transforms for a worker
  | 'no-frames' // nothing was encoded
  | 'no-connection' // nothing arrived
  | 'not-sealed' // something went out in clear
  | 'not-opened' // what arrived did not open with the key
  | 'outsider' // somebody without the key opened something
  | 'error'; // something else: a worker that does not start

/** Frames of each stream that make a proof. */
const ENOUGH = 10;
/** Picture and sound: from one member to the other and back, and to the outsider. */
const [WAYS, OUTSIDER_WAYS] = [4, 2];

/** @returns undefined while there are too few frames to say */
export function judge({ members, outsider }: Evidence): Verdict | undefined {
  const [senders, receivers] = [sideOf(members, 'send'), sideOf(members, 'receive')];
  const everyone = [...members, ...outsider];
  // The outsider is the better witness: he sees what went out, whatever its sender says of itself.
  if (everyone.some(({ passed, failures }) => passed > 0 || failures['not-sealed'])) {
    return { ok: false, why: 'not-sealed' };
  }
  if (outsider.some(({ done }) => done > 0)) return { ok: false, why: 'outsider' };
  const enough =
    receivers.length === WAYS &&
    outsider.length === OUTSIDER_WAYS &&
    [...senders, ...receivers].every(({ done }) => done >= ENOUGH) &&
    outsider.every(({ seen }) => seen >= ENOUGH);
  if (!enough) return undefined;
  const sum = (streams: readonly StreamCounts[], what: 'done' | 'seen'): number =>
    streams.reduce((total, stream) => total + stream[what], 0);
  return { ok: true, sealed: sum(senders, 'done'), opened: sum(receivers, 'done'), refused: sum(outsider, 'seen') };
}

/** What kept a call from being proven that had all the time it needs. */
export function failureOf({ members, outsider }: Evidence): Failure {
  const [senders, receivers] = [sideOf(members, 'send'), sideOf(members, 'receive')];
  if (senders.length === 0 || senders.some(({ seen }) => seen === 0)) return 'no-frames';
  if (senders.some(({ done }) => done === 0)) return 'not-sealed';
  if ([...receivers, ...outsider].filter(({ seen }) => seen > 0).length < WAYS + OUTSIDER_WAYS) return 'no-connection';
  return 'not-opened';
}

function sideOf(streams: readonly StreamCounts[], side: StreamCounts['side']): readonly StreamCounts[] {
  return streams.filter((stream) => stream.side === side);
}
