import { foreignIn, type StreamCounts, type Totals } from './counts.ts';
import { isMany } from './many.ts';
import { mixesSound } from './mixed-sound.ts';

/**
 * Who else is sealed, by what came within the last seconds.
 *
 * alone  nothing of anybody else comes
 * none   others send, and nothing of it opens with this key
 * some   members' frames open, and others do not
 * all    what comes opens
 */
export type Company = 'alone' | 'none' | 'some' | 'all';

/** About a quarter of a second of sound: fewer are what joining and changing a slot bring about. */
const FEW = 12;

export function companyOf({ totals, streams }: { totals: Totals; streams: readonly StreamCounts[] }): Company {
  const { opened, failures } = totals.now;
  // What a mixer sends is nobody's: it has a warning of its own.
  const unsealed = mixesSound(streams) ? 0 : (failures['not-sealed'] ?? 0);
  if (isMany(unsealed + foreignIn(failures), opened, FEW)) return opened > 0 ? 'some' : 'none';
  return opened > 0 ? 'all' : 'alone';
}
