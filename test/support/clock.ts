import { SLOT_MS } from '../../src/slots.ts';

/** How far into a time slot a call's clocks are when it starts. */
const INTO_SLOT_MS = 90_000;

/**
 * How far the clocks of a call's members go ahead, in milliseconds, so that all of a test lies in one time slot: what is
 * sent again in the next one is refused as `stale`, whatever else is wrong with it.
 */
export function aheadIntoSlot(): number {
  return SLOT_MS - (Date.now() % SLOT_MS) + INTO_SLOT_MS;
}
