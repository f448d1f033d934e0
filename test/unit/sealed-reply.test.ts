/** The joiner asks in the chat; the service drops the host's answer, and seals a key of its own to the same public key. */
import { expect, it } from 'vitest';
import { decodeSlotKeys } from '../../content-scripts/frame-worker/slot-keys.ts';
import { newRequest, takeText } from '../../src/background/key-exchange.ts';
import { ordersFor } from '../../src/background/orders.ts';
import { EMPTY_RECORD, type TabRecord } from '../../src/background/tab-records.ts';
import { makeTabSecret, withSecret } from '../../src/background/tab-secret.ts';
import { decodeBase64 } from '../../src/base64.ts';
import { slotSecretOf } from '../../src/keys/call-secret.ts';
import { newChain } from '../../src/keys/chain.ts';
import { inviteTo } from '../../src/keys/invite.ts';
import { sealInvite } from '../../src/keys/request.ts';
import { encodeText } from '../../src/keys/text-code.ts';
import { joinDocuments } from '../../src/protocol/document.ts';
import type { GuardReport } from '../../src/protocol/guard.ts';
import { slotAt } from '../../src/slots.ts';
import { KEY, Member, NOON, sealed } from '../support/frame-member.ts';

const MEETING = { service: 'meet', id: 'abc-defg-hij', shared: true };
const CALL = { service: 'meet', meeting: MEETING.id };
const REPORT: GuardReport = {
  protection: null,
  marked: false,
  card: false,
  document: { ...joinDocuments([]), state: 'armed' },
  worker: true,
  keyId: null,
  newestSlot: null,
  highest: [],
  participants: [],
};

/** The joiner's worker with what the background gives it. */
async function workerOf(record: TabRecord): Promise<Member> {
  const origin = { covered: [], meeting: MEETING, frameOrigin: 'https://meet.google.com' };
  const { keys } = await ordersFor(record, REPORT, origin, NOON, 0);
  if (!keys) throw new Error('no keys');
  const worker = new Member();
  await worker.ring.take(decodeSlotKeys(keys));
  return worker;
}

it('nothing is sealed under it, until its code is said to be the host’s', async () => {
  const request = await newRequest(MEETING, NOON);
  const chain = newChain(slotAt(NOON));
  const invite = inviteTo(CALL, chain, slotAt(NOON));
  if (!invite) throw new Error('no invite');
  const reply = await sealInvite(
    { call: CALL, slot: request.slot, publicKey: decodeBase64(request.publicKey) },
    invite,
  );
  const asked = { ...EMPTY_RECORD, on: true, meeting: MEETING, request };
  const taken = await takeText(asked, MEETING, encodeText('sealed', reply), NOON);
  if (!taken.ok) throw new Error(taken.reason);
  const secret = await makeTabSecret(MEETING, taken.secret, null, taken.sealed);
  const record = withSecret(asked, secret, NOON);

  const joiner = await workerOf(record);
  await expect(sealed(joiner.sealer.stream(), KEY)).rejects.toThrow('no-key');
  // It opens what the service seals: that alone gives nothing of the joiner's away.
  const service = new Member();
  const slots = [{ slot: slotAt(NOON), secret: (await slotSecretOf(chain, slotAt(NOON))) ?? new Uint8Array(32) }];
  await service.ring.take([{ id: 'service', generation: 0, until: null, seals: true, slots }]);
  const { piece } = await sealed(service.sealer.stream(), KEY);
  expect(await joiner.open(KEY, piece)).toBe('opened');

  // The control: had it been confirmed, everything would go out under it.
  const confirmed = await workerOf({ ...record, secret: { ...secret, unconfirmed: false } });
  expect((await sealed(confirmed.sealer.stream(), KEY)).piece.length).toBeGreaterThan(100);
});
