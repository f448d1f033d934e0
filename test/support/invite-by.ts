/** Invites from somebody who has typed a call's passphrase. */
import { encodeInvite } from '../../src/keys/invite.ts';
import { encodeText } from '../../src/keys/text-code.ts';
import { localhost } from '../../src/services/localhost.ts';
import { serviceOf } from '../../src/services/registry.ts';
import { slotAt } from '../../src/slots.ts';
import { callSecretOf } from './reader.ts';

/**
 * @param address of the call's page
 * @param meeting its id, as the background knows it
 * @param nowMs the time of whoever is invited: Unix time, milliseconds
 */
export function inviteBy(passphrase: string, address: string, meeting: string | null, nowMs: number): string {
  const url = new URL(address);
  const service = url.hostname === 'localhost' ? localhost : serviceOf(url);
  if (!service) throw new Error(`${address} is of no service`);
  const name = { service: service.id, meeting: service.sharedMeetingId ? (meeting ?? '') : '' };
  const key = Uint8Array.from(callSecretOf(passphrase, name.service, name.meeting));
  return encodeText('invite', encodeInvite({ call: name, slot: slotAt(nowMs), secret: { kind: 'passphrase', key } }));
}
