/** What is left in memory of keys that are over: who takes over a worker later must find nothing for its recordings. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, it } from 'vitest';
import { DELTA, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import type { SendStream } from './sealer.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let ada: Member;
let bo: Member;
/** A track that has ended keeps its stream for its counters. */
let ended: SendStream;
/** Bo's key of the slot at noon, with which he has sealed and opened. */
let key: WeakRef<object>;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
  ended = bo.sealer.stream();
  await sealed(ended, DELTA);
  expect(await bo.open(DELTA, (await sealed(ada.sealer.stream(), DELTA)).piece)).toBe('opened');
  key = new WeakRef(bo.ring.toSend(slotAt(NOON)) ?? {});
});

async function isLeft(): Promise<boolean> {
  // What was asked for in a turn stays until its end.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(ended).toBeDefined();
  return key.deref() !== undefined;
}

it('lets go of slot keys when their slots are over, though nothing is sealed or opened any more', async () => {
  bo.ring.expire(NOON + SLOT_MS);
  bo.opener.expire(NOON + SLOT_MS);
  expect(await isLeft()).toBe(true); // it may still be opened with
  bo.ring.expire(NOON + 3 * SLOT_MS);
  bo.opener.expire(NOON + 3 * SLOT_MS);
  expect(await isLeft()).toBe(false);
});

it('lets go of them when they are to be forgotten', async () => {
  bo.ring.clear();
  bo.opener.expire(NOON);
  expect(await isLeft()).toBe(false);
});
