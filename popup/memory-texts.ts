import type { MemoryFailure } from '../src/protocol/answers.ts';
import { type MessageKey, t } from '../ui/texts.ts';

const MEMORY_FAILURE_TEXTS: Readonly<Record<MemoryFailure, MessageKey>> = {
  empty: 'memory_empty',
  weak: 'memory_weak',
  wrong: 'memory_wrong',
  locked: 'memory_locked',
  'no-meeting': 'key_no_meeting',
  'no-key': 'memory_no_key',
  'not-remembered': 'memory_not_remembered',
  expired: 'memory_expired',
  'private-window': 'memory_private_window',
  organisation: 'managed_no_memory',
};

/** Why nothing was remembered or brought back and what to do, in the user's words. */
export function memoryFailureText(reason: MemoryFailure): string {
  return t(MEMORY_FAILURE_TEXTS[reason]);
}
