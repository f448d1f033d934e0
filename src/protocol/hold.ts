/** Between two scripts of the isolated world, whichever of them runs first. No page sees it. */
const world = globalThis as { callsealHold?: 'asked' | (() => void) };

/** Asks the guard of this document to hold negotiation until it has its first orders. */
export function askToHold(): void {
  if (typeof world.callsealHold === 'function') world.callsealHold();
  else world.callsealHold = 'asked';
}

/** @param hold called at once when it was asked for already */
export function onHold(hold: () => void): void {
  if (world.callsealHold === 'asked') hold();
  world.callsealHold = hold;
}
