import type { FrameFailure } from '../src/call/counts.ts';
import type { MessageKey } from '../ui/texts.ts';

/** Why frames were dropped, in words. Two that call for the same conduct share a text. */
export const FAILURE_TEXTS: Readonly<Record<FrameFailure, MessageKey>> = {
  'missing-key': 'failure_foreign',
  'bad-tag': 'failure_foreign',
  stale: 'failure_stale',
  replay: 'failure_replay',
  reordered: 'failure_reordered',
  duplicate: 'failure_duplicate',
  reflected: 'failure_reflected',
  'not-sealed': 'failure_not_sealed',
  'unknown-codec': 'failure_unknown_codec',
  'unknown-version': 'failure_unknown_version',
  malformed: 'failure_malformed',
  throttled: 'failure_throttled',
  'no-key': 'failure_no_key',
  'too-large': 'failure_too_large',
  'no-carrier': 'failure_no_carrier',
  stopped: 'failure_stopped',
  'waiting-for-key-frame': 'failure_waiting',
  blank: 'failure_blank',
};

export interface FailureRow {
  readonly text: MessageKey;
  /** The technical name, shown when there is no text for it. */
  readonly name: string;
  readonly frames: number;
}

/** The failures of a tab as rows, most frequent first. */
export function failureRows(failures: Readonly<Record<string, number>>): readonly FailureRow[] {
  const rows = new Map<string, FailureRow>();
  for (const [name, frames] of Object.entries(failures)) {
    if (frames === 0) continue;
    const text = textOf(name);
    const key = text === 'failure_other' ? name : text;
    rows.set(key, { text, name, frames: frames + (rows.get(key)?.frames ?? 0) });
  }
  return Array.from(rows.values()).sort((a, b) => b.frames - a.frames);
}

/** Frames that were lost. A duplicate is none: its first copy was opened; nor is a server's own silence. */
export function lostFrames(failures: Readonly<Record<string, number>>): number {
  return Object.entries(failures).reduce(
    (sum, [name, frames]) => (name === 'duplicate' || name === 'blank' ? sum : sum + frames),
    0,
  );
}

function textOf(name: string): MessageKey {
  return Object.hasOwn(FAILURE_TEXTS, name) ? FAILURE_TEXTS[name as keyof typeof FAILURE_TEXTS] : 'failure_other';
}
