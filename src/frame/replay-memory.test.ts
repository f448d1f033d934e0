import { expect, it } from 'vitest';
import { packKid } from './kid.ts';
import { ReplayMemory } from './replay-memory.ts';

const NOW = 1_763_899_200_000;
const SLOT = NOW / 300_000;
const KID = (BigInt(SLOT % 256) << 56n) | 7n;

it('takes nothing from before the moment at which it met a stream', () => {
  const memory = new ReplayMemory();
  memory.moveTo(SLOT);
  expect(memory.accept(KID, SLOT, 400n, 'video', NOW)).toBe('new');
  for (let ctr = 0n; ctr < 400n; ctr++) expect(memory.accept(KID, SLOT, ctr, 'video', NOW)).toBe('replay');
  // From there on pieces may overtake one another.
  expect(memory.accept(KID, SLOT, 405n, 'video', NOW)).toBe('new');
  expect(memory.accept(KID, SLOT, 402n, 'video', NOW)).toBe('new');
});

it('takes the first pieces of a stream in any order', () => {
  const memory = new ReplayMemory();
  memory.moveTo(SLOT);
  for (const ctr of [3n, 0n, 2n, 1n]) expect(memory.accept(KID, SLOT, ctr, 'video', NOW)).toBe('new');
});

it('takes nothing of the time of a reload either', () => {
  const memory = new ReplayMemory();
  memory.moveTo(SLOT);
  memory.restore([{ kid: KID.toString(16).padStart(16, '0'), ctr: '100' }]);
  expect(memory.accept(KID, SLOT, 300n, 'audio', NOW)).toBe('new');
  for (const ctr of [100n, 101n, 250n, 299n]) expect(memory.accept(KID, SLOT, ctr, 'audio', NOW)).toBe('replay');
});

it('keeps what was opened of a KID that comes again after 256 slots', () => {
  const memory = new ReplayMemory();
  memory.moveTo(SLOT);
  expect(memory.accept(KID, SLOT, 5n, 'video', NOW)).toBe('new');
  // Authenticated before the clock moved, and accepted after it.
  expect(memory.accept(KID, SLOT + 256, 0n, 'video', NOW)).toBe('new');
  expect(memory.accept(KID, SLOT + 256, 0n, 'video', NOW + 5_000)).toBe('replay');
  expect(memory.accept(KID, SLOT, 5n, 'video', NOW)).toBe('replay');
  expect(memory.accept(KID, SLOT, 6n, 'video', NOW)).toBe('new');
});

it('tells of the newest slot first, since what has no room is kept in no reload', () => {
  const memory = new ReplayMemory();
  const kidOf = (slot: number, participant: bigint): bigint =>
    packKid({ slotByte: slot % 256, hint: 0, participant, stream: 0 });
  for (const slot of [99, 100]) {
    memory.moveTo(slot);
    for (let participant = 0n; participant < 400n; participant++) {
      memory.accept(kidOf(slot, participant), slot, 5n, 'video', slot * 300_000);
    }
  }
  const slots = memory.highest().map(({ kid }) => Number.parseInt(kid.slice(0, 2), 16));
  expect(slots.slice(0, 400)).toEqual(Array.from({ length: 400 }, () => 100));
  expect(slots).toHaveLength(800);
});
