import { beforeEach, describe, expect, it } from 'vitest';
import { DELTA, Member, NOON, outcome, sealed } from '../../test/support/frame-member.ts';
import { decodeHeader } from '../sframe/header.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { packKid, unpackKid } from './kid.ts';
import type { OpenResult } from './opener.ts';
import type { FrameContext } from './piece.ts';

const MINUTE = 60_000;

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

const open = (member: Member, context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<OpenResult> =>
  member.opener.open({ ...context, piece, nowMs });

describe('a malicious server', () => {
  it('cannot repeat a frame', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    const both = await Promise.all([open(bo, DELTA, piece), open(bo, DELTA, piece)]);
    expect(both.map(outcome).toSorted()).toEqual(['duplicate', 'opened']);
    expect(outcome(await open(bo, DELTA, piece, NOON + 2_500))).toBe('replay');
  });

  it('cannot bring back what was sent two slots ago, nor last week', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    for (const later of [2 * SLOT_MS, 7 * 24 * 60 * MINUTE, 256 * SLOT_MS]) {
      const late = await new Member().keys(NOON + later);
      expect(['stale', 'bad-tag', 'missing-key']).toContain(outcome(await open(late, DELTA, piece, NOON + later)));
    }
  });

  it('cannot show a late joiner what is older than what he has seen', async () => {
    const stream = ada.sealer.stream();
    const early = await Promise.all(Array.from({ length: 600 }, () => sealed(stream, DELTA)));
    const live = await sealed(stream, DELTA);
    expect(outcome(await open(bo, DELTA, live.piece))).toBe('opened');
    const replayed = await Promise.all(early.slice(0, 80).map(({ piece }) => open(bo, DELTA, piece)));
    expect(new Set(replayed.map(outcome))).toEqual(new Set(['replay']));
  });

  it('cannot show a member who reloaded what he has seen', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    await open(bo, DELTA, piece);
    const reloaded = await new Member().keys(NOON);
    reloaded.opener.restore(bo.opener.highest(), bo.sealer.participants());
    expect(outcome(await open(reloaded, DELTA, piece))).toBe('replay');
  });

  it('cannot send a member his own frames, not even those of before a reload', async () => {
    const stream = bo.sealer.stream();
    const { piece } = await sealed(stream, DELTA);
    expect(outcome(await open(bo, DELTA, piece))).toBe('reflected');
    const reloaded = await new Member().keys(NOON);
    reloaded.opener.restore([], bo.sealer.participants());
    expect(outcome(await open(reloaded, DELTA, piece))).toBe('reflected');
  });

  it('cannot hold back frames of a slot for more than ten seconds into the next', async () => {
    const stream = ada.sealer.stream();
    const start = (slotAt(NOON) + 1) * SLOT_MS;
    const [held, late] = [await sealed(stream, DELTA), await sealed(stream, DELTA)];
    await open(bo, DELTA, (await sealed(stream, DELTA, { nowMs: start })).piece, start);
    expect(outcome(await open(bo, DELTA, held.piece, start + 9_000))).toBe('opened');
    expect(outcome(await open(bo, DELTA, late.piece, start + 11_000))).toBe('stale');
  });

  it('cannot make a member derive keys without end', async () => {
    const stream = ada.sealer.stream();
    const { piece, kid } = await sealed(stream, DELTA);
    const { hint, slotByte } = unpackKid(kid);
    const failures: string[] = [];
    for (let i = 0; i < 100; i++) {
      const flood = piece.slice();
      new DataView(flood.buffer).setBigUint64(4, packKid({ slotByte, hint, participant: BigInt(i), stream: 1 }));
      failures.push(outcome(await open(bo, DELTA, flood)));
    }
    expect(failures.filter((failure) => failure === 'bad-tag').length).toBe(64);
    expect(failures.filter((failure) => failure === 'throttled').length).toBe(36);
    expect(decodeHeader(piece, 3)?.kid).toBe(kid);
  });
});

describe('clocks', () => {
  // NOON is the middle of a slot: up to 2.5 minutes to either side are in it, up to 7.5 in it or the next.
  it.each([
    [2 * MINUTE, 'opened', 0],
    [4 * MINUTE, 'opened', 1],
    [6 * MINUTE, 'opened', 1],
    [8 * MINUTE, 'stale', 0],
    [20 * MINUTE, 'stale', 0],
  ])('%d ms apart: %s, %d slots off', async (apart, expected, drift) => {
    for (const offset of [apart, -apart]) {
      const theirs = await new Member().keys(NOON + offset);
      const { piece } = await sealed(theirs.sealer.stream(), DELTA, { nowMs: NOON + offset });
      const result = await open(bo, DELTA, piece);
      expect(outcome(result)).toBe(expected);
      if (result.ok) expect(result.slotDrift).toBe(offset > 0 ? drift : 0 - drift);
    }
  });
});
