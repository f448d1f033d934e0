import { NAMES } from './cameras.ts';
import { isMember } from './figures.ts';
import { Party } from './party.ts';
import type { Service } from './service.ts';

const MEETING = 'quiet-harbour';

/**
 * Opens everybody's window in front of the "join" button.
 *
 * @param parties takes everybody whose browser was opened, for the caller to close, also after a failure
 */
export async function waitingParties(service: Service, parties: Party[]): Promise<void> {
  for (const name of NAMES) {
    const options = { extension: isMember(name), headed: true, tapped: false };
    parties.push(await Party.open(name, service.address(MEETING), options));
  }
}

/** Resolves once all windows were closed by hand. */
export async function untilClosed(parties: readonly Party[]): Promise<void> {
  await Promise.all(
    parties.map(({ client }) => new Promise((resolve) => client.browser.once('disconnected', resolve))),
  );
}
