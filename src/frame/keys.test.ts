import { beforeEach, describe, expect, it } from 'vitest';
import { CALL_SECRET, DELTA, Member, NOON, outcome, sealed } from '../../test/support/frame-member.ts';
import type { Bytes } from '../bytes.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { frameKeyOf } from './key-ring.ts';
import { unpackKid } from './kid.ts';
import type { OpenResult } from './opener.ts';
import type { FrameContext } from './piece.ts';

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

const frameOf = (length: number, fill = 0x2a): Bytes => new Uint8Array(length).fill(fill);

const open = (member: Member, context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<OpenResult> =>
  member.opener.open({ ...context, piece, nowMs });

describe('keys', () => {
  it('missing at the sender: nothing is sealed', async () => {
    const stranger = new Member();
    expect(await stranger.sealer.stream().seal({ ...DELTA, frame: frameOf(1), nowMs: NOON })).toEqual({
      ok: false,
      failure: 'no-key',
    });
  });

  it('of an older slot are never sent with', async () => {
    const result = await ada.sealer.stream().seal({ ...DELTA, frame: frameOf(1), nowMs: NOON + 2 * SLOT_MS });
    expect(result).toEqual({ ok: false, failure: 'no-key' });
  });

  it('of another passphrase open nothing', async () => {
    const stranger = await new Member().keys(NOON, new Uint8Array(32).fill(1));
    const failure = outcome(await open(stranger, DELTA, (await sealed(ada.sealer.stream(), DELTA)).piece));
    expect(['missing-key', 'bad-tag']).toContain(failure); // the hint agrees by chance in one of eight
  });

  it('never leave as bytes', async () => {
    const secret = frameOf(32, 5);
    await ada.ring.take([{ id: 'a', generation: 0, until: null, seals: true, slots: [{ slot: 1, secret }] }]);
    expect(secret.every((byte) => byte === 0)).toBe(true);
    expect(ada.ring.toSend(1)?.key.extractable).toBe(false);
  });

  it('of two generations live side by side, and the newest is sent with', async () => {
    const stream = ada.sealer.stream();
    const old = await sealed(stream, DELTA);
    await ada.keys(NOON, frameOf(32, 4), 1);
    await bo.keys(NOON, frameOf(32, 4), 1);
    const fresh = await sealed(stream, DELTA);
    expect(unpackKid(fresh.kid).hint >> 3).toBe(1);
    expect(outcome(await open(bo, DELTA, old.piece))).toBe('opened');
    expect(outcome(await open(bo, DELTA, fresh.piece))).toBe('opened');
  });

  it('open what a member seals who came after the change of key, and the other way round', async () => {
    const late = await new Member().keys(NOON, frameOf(32, 4), 0);
    await ada.keys(NOON, frameOf(32, 4), 1);
    expect(outcome(await open(ada, DELTA, (await sealed(late.sealer.stream(), DELTA)).piece))).toBe('opened');
    expect(outcome(await open(late, DELTA, (await sealed(ada.sealer.stream(), DELTA)).piece))).toBe('opened');
  });

  it('that both fit a hint are both tried, and then only the one that opened', async () => {
    const bitsOf = async (secret: Bytes): Promise<number> =>
      ((await new Member().keys(NOON, secret)).ring.toSend(slotAt(NOON))?.hint ?? 0) & 7;
    const wanted = await bitsOf(CALL_SECRET);
    let secret = frameOf(32, 10);
    while ((await bitsOf(secret)) !== wanted) secret = secret.map((byte) => byte + 1);
    // Late is of generation 0, in which ada has the old secret: her first try is always the wrong one.
    const late = (await new Member().keys(NOON, secret, 0)).sealer.stream();
    await ada.keys(NOON, secret, 1);
    for (let frame = 0; frame < 100; frame++) {
      expect(outcome(await open(ada, DELTA, (await sealed(late, DELTA)).piece)), String(frame)).toBe('opened');
    }
  });

  it('differ for one KID in two slots 256 apart', async () => {
    const slots = [slotAt(NOON), slotAt(NOON) + 256];
    const members = await Promise.all(slots.map((slot) => new Member(() => 42n).keys(slot * SLOT_MS)));
    const results = await Promise.all(
      members.map((member, i) => sealed(member.sealer.stream(), DELTA, { nowMs: (slots[i] ?? 0) * SLOT_MS })),
    );
    const [one, two] = results;
    if (!one || !two) throw new Error('no pieces');
    // The hint may differ; with the same KID forced upon both, the keys still have nothing in common.
    const kid = one.kid;
    const keys = await Promise.all(
      members.map((member, i) => {
        const slotKey = member.ring.toSend(slots[i] ?? 0);
        if (!slotKey) throw new Error('no key');
        return frameKeyOf(slotKey, kid);
      }),
    );
    const streams = await Promise.all(
      keys.map(async ({ key, salt }) => {
        const encrypted = await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv: new Uint8Array(12) },
          key,
          new Uint8Array(64),
        );
        return [Buffer.from(encrypted).toString('hex'), Buffer.from(salt).toString('hex')];
      }),
    );
    expect(streams[0]?.[0]).not.toBe(streams[1]?.[0]);
    expect(streams[0]?.[1]).not.toBe(streams[1]?.[1]);
  });

  it('a clock that goes back never starts a counter again', async () => {
    const stream = ada.sealer.stream();
    const first = await sealed(stream, DELTA);
    await sealed(stream, DELTA, { nowMs: NOON + SLOT_MS });
    const again = await sealed(stream, DELTA);
    expect(again.kid).toBe(first.kid);
    expect(again.ctr).toBe(first.ctr + 1n);
  });

  it('a 17th stream draws a new participant id', async () => {
    const kids = await Promise.all(
      Array.from({ length: 33 }, async () => (await sealed(ada.sealer.stream(), DELTA)).kid),
    );
    expect(new Set(kids).size).toBe(33);
    expect(ada.sealer.participants().length).toBe(3);
  });
});
