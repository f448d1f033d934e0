import { foreignIn } from '../src/call/counts.ts';
import { isMany } from '../src/call/many.ts';
import { isMixed, mixesSound } from '../src/call/mixed-sound.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import type { MessageKey } from '../ui/texts.ts';

/** About a second of sound: fewer are what joining and changing a slot bring about. */
const FEW = 50;

/** What the user should know beyond the call's state. Frames count that came within the last ten seconds. */
export function warningsOf({
  totals,
  streams,
  ownSound,
  playback,
  spliced,
  clockDrift,
}: TabView): readonly MessageKey[] {
  const { failures, opened } = totals.lately;
  const warnings: MessageKey[] = [];
  if (spliced) warnings.push('warn_spliced');
  if (isMany(foreignIn(failures), opened, FEW)) warnings.push('warn_foreign');
  if (ownSound === 'no-picture') warnings.push('warn_sound_no_picture');
  else if (ownSound === 'no' && mixesSound(streams)) warnings.push('warn_mixed_sound');
  if (playback === 'refused') warnings.push('warn_sound_refused');
  if (playback === 'failed') warnings.push('warn_sound_failed');
  // What a mixer sends is nobody's.
  const unsealed = isMixed({ streams, ownSound }) ? 0 : (failures['not-sealed'] ?? 0);
  if (isMany(unsealed, opened, FEW)) warnings.push('warn_not_sealed');
  if ((failures['too-large'] ?? 0) >= FEW) warnings.push('warn_too_large');
  if (clockDrift) warnings.push('warn_clock');
  return warnings;
}

/** What the user should know and need not do anything about. */
export function notesOf({ ownSound }: TabView): readonly MessageKey[] {
  return ownSound === 'carried' ? ['say_sound_in_pictures'] : [];
}
