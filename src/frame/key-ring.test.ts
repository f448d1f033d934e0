import { expect, it } from 'vitest';
import { SLOT_MS, slotAt } from '../keys/slots.ts';
import { KeyRing } from './key-ring.ts';
import { NOON, secretsAround } from './test-member.ts';

const slot = slotAt(NOON);

it('forgets secrets that were still on their way in', async () => {
  const ring = new KeyRing();
  const adding = ring.add(await secretsAround(NOON));
  ring.clear();
  await adding;
  expect(ring.newestSlot()).toBeNull();
});

it('sends with the generation that was given last, however long the imports take', async () => {
  const ring = new KeyRing();
  const [old, fresh] = [
    await secretsAround(NOON),
    (await secretsAround(NOON, new Uint8Array(32).fill(4), 1)).slice(1, 2),
  ];
  await Promise.all([ring.add(old), ring.add(fresh)]);
  expect(ring.toSend(slot)?.generation).toBe(1);
});

it('drops the secrets of slots that are over, and of slots that only a fast clock could ask for', async () => {
  const ring = new KeyRing();
  await ring.add(await secretsAround(NOON));
  ring.expire(NOON + 2 * SLOT_MS);
  expect([slot - 1, slot, slot + 1].map((s) => ring.toSend(s) !== undefined)).toEqual([false, true, true]);
  ring.expire(NOON - 4 * SLOT_MS);
  expect(ring.newestSlot()).toBeNull();
});

it('wipes every secret it is given, also when one is no good', async () => {
  const ring = new KeyRing();
  const secrets = await secretsAround(NOON);
  const bad = { generation: 0, slot: -1, secret: new Uint8Array(0) } as const;
  await ring.add([bad, ...secrets]).catch(() => undefined);
  expect(secrets.every(({ secret }) => secret.every((byte) => byte === 0))).toBe(true);
});
