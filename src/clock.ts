let offset = 0;

/** Unix time in milliseconds. The only clock of the frame format: slots, freshness and replay go by it. */
export function now(): number {
  return __TEST_BUILD__ ? Date.now() + offset : Date.now();
}

/** Moves this context's clock. Does nothing outside the test build. @param milliseconds added to the real time */
export function setClockOffset(milliseconds: number): void {
  if (__TEST_BUILD__) offset = milliseconds;
}
