import { type CallCounts, foreignIn, type Totals } from './counts.ts';
import { isMany } from './many.ts';
import { isMixed } from './mixed-sound.ts';
import type { PictureSound } from './own-sound.ts';

/**
 * Who else is sealed, by what came within the last seconds.
 *
 * alone  nothing of anybody else comes
 * none   others send, and nothing of it opens with this key
 * some   members' frames open, and others do not
 * all    what comes opens
 */
export type Company = 'alone' | 'none' | 'some' | 'all';

/** What comes and does not open: frames of another key, frames without a seal. */
export interface Outside {
  readonly foreign: boolean;
  readonly unsealed: boolean;
}

/** About a quarter of a second of sound: fewer are what joining and changing a slot bring about. */
const FEW = 12;

interface Counted extends Pick<CallCounts, 'streams'>, Pick<PictureSound, 'ownSound'> {
  readonly totals: Totals;
}

export function companyOf(counted: Counted): Company {
  const { opened } = counted.totals.now;
  if (isOutside(counted, foreignOf(counted) + unsealedOf(counted))) return opened > 0 ? 'some' : 'none';
  return opened > 0 ? 'all' : 'alone';
}

/** Why somebody is not sealed. Both kinds may come; together they may be many where neither is alone. */
export function outsideOf(counted: Counted): Outside {
  return { foreign: isOutside(counted, foreignOf(counted)), unsealed: isOutside(counted, unsealedOf(counted)) };
}

function isOutside({ totals }: Counted, frames: number): boolean {
  return isMany(frames, totals.now.opened, FEW);
}

const foreignOf = ({ totals }: Counted): number => foreignIn(totals.now.failures);

/** What a mixer sends is nobody's: it has a warning of its own. */
function unsealedOf({ totals, ...sound }: Counted): number {
  return isMixed(sound) ? 0 : (totals.now.failures['not-sealed'] ?? 0);
}
