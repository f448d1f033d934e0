import { expect, it } from 'vitest';
import { keySet, NOON } from '../../test/support/frame-member.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { KeyRing } from './key-ring.ts';

const slot = slotAt(NOON);
const OTHER = new Uint8Array(32).fill(4);
const THIRD = new Uint8Array(32).fill(5);

it('forgets secrets that were still on their way in', async () => {
  const ring = new KeyRing();
  const taking = ring.take([await keySet(NOON)]);
  ring.clear();
  await taking;
  expect([ring.newestSlot(), ring.id()]).toEqual([null, null]);
});

it('sends with the secret that was given last, however long the imports take', async () => {
  const ring = new KeyRing();
  const old = await keySet(NOON);
  const { slots, ...fresh } = await keySet(NOON, OTHER, 1);
  await Promise.all([ring.take([old]), ring.take([{ ...fresh, slots: slots.slice(1, 2) }])]);
  expect(ring.toSend(slot)?.generation).toBe(1);
  expect([ring.id(), ring.newestSlot()]).toEqual([fresh.id, slot]);
});

it('keeps what it has of a secret when it gets more of it', async () => {
  const ring = new KeyRing();
  await ring.take([await keySet(NOON)]);
  const before = ring.toSend(slot);
  await ring.take([await keySet(NOON + SLOT_MS)]);
  expect(ring.toSend(slot)).toBe(before);
  expect(ring.newestSlot()).toBe(slot + 2);
});

it('opens with the secret before until its time is over, and sends with the new one', async () => {
  const ring = new KeyRing();
  await ring.take([await keySet(NOON)]);
  const hint = ring.toSend(slot)?.hint ?? 0;
  await ring.take([await keySet(NOON, OTHER, 1), await keySet(NOON, undefined, 0, NOON + 1_000)]);
  expect(ring.toSend(slot)?.generation).toBe(1);
  expect(ring.toOpen(slot, hint)[0]?.generation).toBe(0);
  ring.expire(NOON + 999);
  expect(ring.toOpen(slot, hint)[0]?.generation).toBe(0);
  ring.expire(NOON + 1_000);
  expect(ring.toOpen(slot, hint).filter(({ generation }) => generation === 0)).toEqual([]);
  expect(ring.toSend(slot)?.generation).toBe(1);
});

it('forgets a secret that is not given again, also when another comes in its generation', async () => {
  const ring = new KeyRing();
  await ring.take([await keySet(NOON)]);
  const first = ring.toSend(slot);
  const { slots, ...third } = await keySet(NOON, THIRD);
  await ring.take([{ ...third, slots: slots.slice(2) }]);
  expect(first && ring.has(first)).toBe(false);
  expect([slot - 1, slot, slot + 1].map((s) => ring.toSend(s) !== undefined)).toEqual([false, false, true]);
  await ring.take([await keySet(NOON, OTHER, 1)]);
  expect(Array.from({ length: 16 }, (_, hint) => ring.toOpen(slot, hint)).flat()).toHaveLength(2); // by two hints
});

it('tries the generation that a hint names first, and the other when its three bits agree', async () => {
  const ring = new KeyRing();
  // The same secret twice, so that the bits agree.
  await ring.take([await keySet(NOON, OTHER, 1), await keySet(NOON, OTHER, 0, Number.POSITIVE_INFINITY)]);
  const bits = (ring.toSend(slot)?.hint ?? 0) & 7;
  const generations = (hint: number): number[] => ring.toOpen(slot, hint).map(({ generation }) => generation);
  expect([generations(bits), generations(8 | bits), generations(bits ^ 1)]).toEqual([[0, 1], [1, 0], []]);
});

it('drops the secrets of slots that are over, and of slots that only a fast clock could ask for', async () => {
  const ring = new KeyRing();
  await ring.take([await keySet(NOON)]);
  ring.expire(NOON + 2 * SLOT_MS);
  expect([slot - 1, slot, slot + 1].map((s) => ring.toSend(s) !== undefined)).toEqual([false, true, true]);
  ring.expire(NOON - 4 * SLOT_MS);
  expect(ring.newestSlot()).toBeNull();
});

it('wipes every secret it is given, also when one is no good', async () => {
  const ring = new KeyRing();
  const set = await keySet(NOON);
  const bad = { slot: -1, secret: new Uint8Array(0) };
  await ring.take([{ ...set, slots: [bad, ...set.slots] }]).catch(() => undefined);
  expect(set.slots.every(({ secret }) => secret.every((byte) => byte === 0))).toBe(true);
});

it('sends nothing with a secret that opens alone, and goes on with what it holds once it may', async () => {
  const ring = new KeyRing();
  const set = async (seals: boolean) => ({ ...(await keySet(NOON)), seals });
  await ring.take([await set(false)]);
  expect([ring.toSend(slot), ring.id(), ring.newestSlot()]).toEqual([undefined, null, slot + 1]);
  const [before] = ring.toOpen(slot, 0).concat([1, 2, 3, 4, 5, 6, 7].flatMap((hint) => ring.toOpen(slot, hint)));
  expect(before).toBeDefined();
  await ring.take([await set(true)]);
  expect(ring.toSend(slot)).toBe(before);
  // Not with the one before it either.
  await ring.take([
    { ...(await keySet(NOON, OTHER, 1)), seals: false },
    await keySet(NOON, undefined, 0, NOON + 1_000),
  ]);
  expect(ring.toSend(slot)).toBeUndefined();
});
