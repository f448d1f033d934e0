import { SEALED_TYPES } from '../../src/covers/registry.ts';
import { coverTarget } from './cover-target.ts';
import { PARSERS } from './parser-targets.ts';
import { RED, receiverTarget } from './receiver-target.ts';
import type { Target } from './target.ts';
import { TEXTS } from './text-targets.ts';

/** Everything that takes bytes from outside. Frames for the receivers are sealed anew, in the slot of the clock. */
export async function makeTargets(): Promise<Target[]> {
  const receivers = await Promise.all([...SEALED_TYPES, RED].map(receiverTarget));
  return [...SEALED_TYPES.map(coverTarget), ...PARSERS, ...TEXTS, ...receivers];
}
