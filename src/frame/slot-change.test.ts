/** The turn of a slot in a large call, while somebody sends pieces under names that he makes up. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AUDIO, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { packKid, unpackKid } from './kid.ts';
import { receiverLimit } from './opening-keys.ts';
import type { SendStream } from './sealer.ts';

const STREAMS = 100;
const TURN = (slotAt(NOON) + 1) * SLOT_MS;

let streams: SendStream[];
let bo: Member;
beforeEach(async () => {
  streams = [];
  for (let i = 0; i < STREAMS; i++) streams.push((await new Member().keys(TURN)).sealer.stream());
  bo = await new Member().keys(TURN);
});
afterEach(() => vi.restoreAllMocks());

/** A piece as its sender names it, under any participant's name. */
const forge = (piece: Uint8Array, kid: bigint, participant: bigint): Uint8Array => {
  const forged = piece.slice();
  new DataView(forged.buffer).setBigUint64(4, packKid({ ...unpackKid(kid), participant }));
  return forged;
};

/** Each stream sends two pieces at `nowMs`. @returns what became of them */
async function speak(nowMs: number): Promise<Set<string>> {
  const outcomes = new Set<string>();
  for (const stream of streams) {
    for (let i = 0; i < 2; i++)
      outcomes.add(await bo.open(AUDIO, (await sealed(stream, AUDIO, { nowMs })).piece, nowMs));
  }
  return outcomes;
}

it.each([80, 5_000])('nothing of 100 known streams is refused beside %d forged pieces a second', async (perSecond) => {
  const { piece, kid } = await sealed((await new Member().keys(TURN)).sealer.stream(), AUDIO, { nowMs: TURN });
  const before = TURN - 1_000;
  // A call of so many is not joined within a second.
  for (const [i, stream] of streams.entries()) {
    const nowMs = before - 10_000 + i * 50;
    expect(await bo.open(AUDIO, (await sealed(stream, AUDIO, { nowMs })).piece, nowMs)).toBe('opened');
  }
  const derive = vi.spyOn(crypto.subtle, 'deriveKey');
  const forged = new Set<string>();
  let number = 0n;
  for (let ms = 0; ms < 2_000; ms += 100) {
    for (let i = 0; i < perSecond / 10; i++) {
      forged.add(await bo.open(AUDIO, forge(piece, kid, number++), TURN - 1_000 + ms));
    }
    if (ms === 900) derive.mockClear();
    if (ms >= 1_000 && ms % 500 === 0) expect(await speak(TURN - 1_000 + ms)).toEqual(new Set(['opened']));
  }
  expect(forged.has('throttled')).toBe(perSecond > 1_000);
  // Each stream derives for itself now and ahead, and once more to be opened; the forger has 64 and 64 a second.
  expect(derive.mock.calls.length).toBeLessThanOrEqual(3 * STREAMS + 2 * 64 + 64);
});

it('pieces forged under known names cost one derivation each name, and hold nothing up', async () => {
  expect(await speak(TURN - 1_000)).toEqual(new Set(['opened', 'throttled']));
  expect(await speak(TURN - 500)).toContain('opened');
  expect(await speak(TURN - 1)).toEqual(new Set(['opened']));
  const names = await Promise.all(streams.map((stream) => sealed(stream, AUDIO, { nowMs: TURN })));
  // What senders prepare for the slot after it is derived once they seal in that, and is not counted below.
  await Promise.all(streams.map((stream) => sealed(stream, AUDIO, { nowMs: TURN + SLOT_MS })));
  const derive = vi.spyOn(crypto.subtle, 'deriveKey');
  for (let round = 0; round < 20; round++) {
    for (const { piece } of names) {
      const changed = piece.map((byte, i) => (i === piece.byteLength - 1 ? byte ^ 1 : byte));
      expect(await bo.open(AUDIO, changed, TURN + round)).toBe('bad-tag');
    }
  }
  expect(derive).toHaveBeenCalledTimes(STREAMS);
  expect(await speak(TURN + 50)).toEqual(new Set(['opened']));
});

it('unknown streams are limited for each receiver by itself', async () => {
  const { piece, kid } = await sealed((await new Member().keys(NOON)).sealer.stream(), AUDIO);
  const flood = receiverLimit();
  const at =
    (limit = receiverLimit()) =>
    async (participant: bigint, pieceOf = piece) => {
      const result = await bo.opener.open({ ...AUDIO, piece: forge(pieceOf, kid, participant), nowMs: NOON, limit });
      return result.ok ? 'opened' : result.failure;
    };
  await bo.keys(NOON);
  const outcomes: string[] = [];
  for (let i = 0n; i < 200n; i++) outcomes.push(await at(flood)(i));
  expect(outcomes.filter((outcome) => outcome === 'bad-tag')).toHaveLength(64);
  expect(await at(flood)(unpackKid(kid).participant)).toBe('throttled');
  expect(await at()(unpackKid(kid).participant)).toBe('opened');
  // And for all together.
  const all: string[] = [];
  for (let receiver = 0n; receiver < 20n; receiver++) {
    const open = at();
    for (let i = 0n; i < 64n; i++) all.push(await open(1_000n + receiver * 64n + i));
  }
  expect(all.filter((outcome) => outcome === 'bad-tag')).toHaveLength(512 - 64 - 1);
});
