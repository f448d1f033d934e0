/** The order in which sound is played is the server's to write; what opens keeps the order in which it was spoken. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { AUDIO, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { SLOT_MS } from '../slots.ts';
import { type Playout, PlayoutOrder } from './playout-order.ts';

const TICKS = 960;

async function speech(count: number) {
  const [ada, bo] = [await new Member().keys(NOON), await new Member().keys(NOON)];
  const stream = ada.sealer.stream();
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < count; i++) pieces.push((await sealed(stream, AUDIO)).piece);
  const play = async (index: number, playout: Playout, nowMs = NOON): Promise<string> => {
    const result = await bo.opener.open({ ...AUDIO, piece: pieces[index] ?? new Uint8Array(0), nowMs, playout });
    return result.ok ? 'opened' : result.failure;
  };
  return { play, ada, bo, stream };
}

it('words cannot be swapped: what was spoken before is not played behind', async () => {
  const { play } = await speech(100);
  const order = [0, ...Array.from({ length: 50 }, (_, i) => 50 + i), ...Array.from({ length: 49 }, (_, i) => 1 + i)];
  const outcomes: string[] = [];
  for (const [i, piece] of order.entries()) outcomes.push(await play(piece, { source: 1, timestamp: i * TICKS }));
  expect(outcomes.slice(0, 51)).toEqual(Array.from({ length: 51 }, () => 'opened'));
  expect(outcomes.slice(51)).toEqual(Array.from({ length: 49 }, () => 'reordered'));
});

it('nor by timestamps alone, nor by another SSRC or receiver', async () => {
  const { play } = await speech(100);
  expect(await play(0, { source: 1, timestamp: 0 })).toBe('opened');
  for (let i = 50; i < 60; i++) expect(await play(i, { source: 1, timestamp: i * TICKS })).toBe('opened');
  // Delivered in order, to be played before.
  expect(await play(60, { source: 1, timestamp: 10 * TICKS })).toBe('reordered');
  // Spoken before, to be played by another decoder.
  expect(await play(20, { source: 2, timestamp: 0 })).toBe('reordered');
  // The control: late packets of the network, and a slot of the server's that comes to this member.
  expect(await play(45, { source: 1, timestamp: 45 * TICKS })).toBe('opened');
  expect(await play(61, { source: 2, timestamp: 7 })).toBe('opened');
});

it('what is played is in the order of sealing, whatever a server writes', () => {
  const steps = fc.array(
    fc.record({ place: fc.integer({ min: 0, max: 300 }), timestamp: fc.integer({ min: 0, max: 2 ** 20 }) }),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (given, start) => {
      const order = new PlayoutOrder();
      const played = given.filter(({ place, timestamp }) =>
        order.accept(1n, BigInt(place), { source: 1, timestamp: (start + timestamp) >>> 0 }, NOON),
      );
      const byTime = played.toSorted((one, other) => one.timestamp - other.timestamp || one.place - other.place);
      expect(byTime.map(({ place }) => place)).toEqual(played.map(({ place }) => place).toSorted((a, b) => a - b));
    }),
  );
});

it('a network that loses, delays and swaps packets loses nothing by it', () => {
  const delays = fc.array(fc.record({ delay: fc.integer({ min: 0, max: 100 }), lost: fc.boolean() }), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(delays, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (sent, start) => {
      const order = new PlayoutOrder();
      const arriving = sent
        .map(({ delay, lost }, place) => ({ place, at: place * 20 + delay * 10, lost }))
        .filter(({ lost }) => !lost)
        .toSorted((one, other) => one.at - other.at);
      for (const { place, at } of arriving) {
        const timestamp = (start + place * TICKS) >>> 0;
        expect(order.accept(1n, BigInt(place), { source: 1, timestamp }, NOON + at)).toBe(true);
      }
    }),
  );
});

it('goes on in the next slot, and follows a server that counts time anew after two seconds', async () => {
  const { play, ada, bo, stream } = await speech(3);
  expect(await play(0, { source: 1, timestamp: 1_000_000 })).toBe('opened');
  expect(await play(1, { source: 1, timestamp: 5 })).toBe('reordered');
  expect(await play(2, { source: 1, timestamp: 10 }, NOON + 2_100)).toBe('opened');
  const later = NOON + SLOT_MS;
  await ada.keys(later);
  await bo.keys(later);
  const { piece } = await sealed(stream, AUDIO, { nowMs: later });
  const playout = { source: 1, timestamp: 970 };
  expect(await bo.opener.open({ ...AUDIO, piece, nowMs: later, playout })).toMatchObject({ ok: true });
});
