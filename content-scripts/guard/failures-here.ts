import { ownModeOf } from '../../src/services/own-mode.ts';
import { forgetFailures, hasFailure } from './failure-marks.ts';

/** Whether the service's client has noted in this tab that WebRTC failed: then it keeps to its own mode. */
export function hasFailedHere(): boolean {
  const { failures } = ownModeOf(self.origin) ?? {};
  try {
    return failures !== undefined && hasFailure(sessionStorage, failures);
  } catch {
    return false; // without storage there are no notes
  }
}

/** Takes the notes away, and what the client notes until its document goes. */
export function forgetFailuresHere(): void {
  const { failures } = ownModeOf(self.origin) ?? {};
  if (!failures) return;
  forgetFailures(sessionStorage, failures);
  addEventListener('pagehide', () => forgetFailures(sessionStorage, failures), { once: true });
}
