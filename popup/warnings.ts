import { foreignIn } from '../src/call/counts.ts';
import { isMany } from '../src/call/many.ts';
import { mixesSound } from '../src/call/mixed-sound.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import type { MessageKey } from '../ui/texts.ts';

/** About a second of sound: fewer are what joining and changing a slot bring about. */
const FEW = 50;

/** What the user should know beyond the call's state. Frames count that came within the last ten seconds. */
export function warningsOf({ totals, streams, spliced, clockDrift }: TabView): readonly MessageKey[] {
  const { failures, opened } = totals.lately;
  const warnings: MessageKey[] = [];
  if (spliced) warnings.push('warn_spliced');
  if (isMany(foreignIn(failures), opened, FEW)) warnings.push('warn_foreign');
  const mixed = mixesSound(streams);
  if (mixed) warnings.push('warn_mixed_sound');
  else if (isMany(failures['not-sealed'] ?? 0, opened, FEW)) warnings.push('warn_not_sealed');
  if ((failures['too-large'] ?? 0) >= FEW) warnings.push('warn_too_large');
  if (clockDrift) warnings.push('warn_clock');
  return warnings;
}
