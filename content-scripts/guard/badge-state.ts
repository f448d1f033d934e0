import type { StreamCounts } from '../../src/call/counts.ts';

/** What a badge says of one received picture. */
export type BadgeState = 'sealed' | 'not-sealed' | 'cannot-open';

/** A badge as it is drawn. */
export interface Badge {
  /** 'spliced': sealed, but the sound of its tile by another member. */
  readonly state: BadgeState | 'spliced';
  /** What the member who sealed it calls himself; proved by nobody, may be empty. */
  readonly name: string;
  /** Whether it shows a screen, as its sender says. */
  readonly isScreen: boolean;
}

/** Failures that say nothing about who sent the frame: repetitions, deltas before their key frame, a server's own silence. */
const BENIGN: ReadonlySet<string> = new Set(['duplicate', 'waiting-for-key-frame', 'blank']);
const CLEAR: ReadonlySet<string> = new Set(['not-sealed', 'unknown-codec']);

/**
 * Judges one receiver by what was counted since the last look; the worst of it counts.
 *
 * @returns undefined when nothing arrived: what was said before still holds
 */
export function badgeState(before: StreamCounts | undefined, now: StreamCounts): BadgeState | undefined {
  let clear = now.passed - (before?.passed ?? 0);
  let refused = 0;
  for (const [reason, count] of Object.entries(now.failures)) {
    const grown = count - ((before?.failures as Record<string, number> | undefined)?.[reason] ?? 0);
    if (CLEAR.has(reason)) clear += grown;
    else if (!BENIGN.has(reason)) refused += grown;
  }
  if (clear > 0) return 'not-sealed';
  if (refused > 0) return 'cannot-open';
  return now.done > (before?.done ?? 0) ? 'sealed' : undefined;
}
