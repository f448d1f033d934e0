/** Length of a time slot in milliseconds. Keys live for one slot. */
export const SLOT_MS = 300_000;

/** The slot of a moment. @param unixMs Unix time, milliseconds */
export function slotAt(unixMs: number): number {
  return Math.floor(unixMs / SLOT_MS);
}
