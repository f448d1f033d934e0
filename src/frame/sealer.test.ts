import { afterEach, expect, it, vi } from 'vitest';
import { DELTA, KEY, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { SLOT_MS } from '../slots.ts';
import type { FrameContext } from './piece.ts';
import type { Role } from './plaintext.ts';
import type { SealInput } from './sealer.ts';

afterEach(() => vi.restoreAllMocks());

it('derives the next slot ahead, so that no frame waits when the slot changes', async () => {
  const stream = (await new Member().keys(NOON)).sealer.stream();
  const derive = vi.spyOn(crypto.subtle, 'deriveKey');
  await sealed(stream, DELTA);
  await vi.waitFor(() => expect(derive).toHaveBeenCalledTimes(2));
  await sealed(stream, DELTA, { nowMs: NOON + SLOT_MS });
  expect(derive).toHaveBeenCalledTimes(2);
});

it('derives nothing again when it is given the same secrets again', async () => {
  const ada = await new Member().keys(NOON);
  const stream = ada.sealer.stream();
  const derive = vi.spyOn(crypto.subtle, 'deriveKey');
  await sealed(stream, DELTA);
  await ada.keys(NOON);
  await sealed(stream, DELTA);
  expect(derive).toHaveBeenCalledTimes(2); // this slot and the next
});

it('goes on after a derivation that failed', async () => {
  const stream = (await new Member().keys(NOON)).sealer.stream();
  vi.spyOn(crypto.subtle, 'deriveKey').mockRejectedValueOnce(new DOMException('', 'OperationError'));
  await expect(sealed(stream, DELTA)).rejects.toThrow(DOMException);
  expect((await sealed(stream, DELTA)).ctr).toBe(1n);
});

it('counts on when keys are forgotten and given again', async () => {
  const ada = await new Member().keys(NOON);
  const stream = ada.sealer.stream();
  const first = await sealed(stream, DELTA);
  ada.ring.clear();
  await ada.keys(NOON);
  const second = await sealed(stream, DELTA);
  expect([second.kid, second.ctr]).toEqual([first.kid, first.ctr + 1n]);
});

it('takes counters in the order of the calls', async () => {
  const stream = (await new Member().keys(NOON)).sealer.stream();
  const pieces = await Promise.all(Array.from({ length: 50 }, () => sealed(stream, DELTA)));
  expect(pieces.map(({ ctr }) => Number(ctr))).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

it('says in a delta frame what a track shows when that was not known at the key frame', async () => {
  const [ada, bo] = [await new Member().keys(NOON), await new Member().keys(NOON)];
  const stream = ada.sealer.stream();
  const roleIn = async (context: FrameContext, more: Partial<SealInput>): Promise<Role | undefined> => {
    const nowMs = more.nowMs ?? NOON;
    const result = await bo.opener.open({ ...context, nowMs, piece: (await sealed(stream, context, more)).piece });
    if (!result.ok) throw new Error(result.failure);
    return result.role;
  };
  expect(await roleIn(KEY, { extensions: () => ({}) })).toBeUndefined();
  expect(await roleIn(DELTA, { extensions: () => ({ role: 'screen' }), nowMs: NOON + 899 })).toBeUndefined();
  expect(await roleIn(DELTA, { extensions: () => ({ role: 'screen' }), nowMs: NOON + 900 })).toBe('screen');
  expect(await roleIn(DELTA, { extensions: () => ({ role: 'screen' }), nowMs: NOON + 950 })).toBeUndefined();
});
