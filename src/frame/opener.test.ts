import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AUDIO, DELTA, KEY, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { unpackKid } from './kid.ts';
import { parsePiece } from './piece.ts';

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});
afterEach(() => vi.restoreAllMocks());

describe('a clock that was 20 minutes fast and is set right', () => {
  const fast = NOON + 4 * SLOT_MS;

  it('opens the call at once', async () => {
    const late = await new Member().keys(fast);
    const stream = ada.sealer.stream();
    expect(await late.open(DELTA, (await sealed(stream, DELTA)).piece, fast)).toBe('stale');
    await late.keys(NOON);
    expect(await late.open(DELTA, (await sealed(stream, DELTA)).piece)).toBe('opened');
  });

  it('brings nothing back that was opened before it was fast', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    expect(await bo.open(DELTA, piece)).toBe('opened');
    const other = await new Member().keys(fast);
    await bo.keys(fast);
    expect(await bo.open(DELTA, (await sealed(other.sealer.stream(), DELTA, { nowMs: fast })).piece, fast)).toBe(
      'opened',
    );
    await bo.keys(NOON);
    expect(await bo.open(DELTA, piece, NOON + 5_000)).toBe('replay');
  });
});

describe('what was opened before a reload', () => {
  it('stays opened, even when frames arrive before the worker is told', async () => {
    const stream = ada.sealer.stream();
    const [before, after] = [await sealed(stream, DELTA), await sealed(stream, DELTA)];
    await bo.open(DELTA, before.piece);
    const reloaded = await new Member().keys(NOON);
    expect(await reloaded.open(DELTA, after.piece)).toBe('opened');
    reloaded.opener.restore(bo.opener.highest(), []);
    expect(await reloaded.open(DELTA, before.piece, NOON + 3_000)).toBe('replay');
  });

  it('stays opened over a second reload', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    await bo.open(DELTA, piece);
    const once = await new Member().keys(NOON);
    once.opener.restore(bo.opener.highest(), []);
    expect(once.opener.highest()).toEqual(bo.opener.highest());
    // Another sender's frame tells the worker the slot; that of the first is still remembered.
    const other = await new Member().keys(NOON);
    await once.open(DELTA, (await sealed(other.sealer.stream(), DELTA)).piece);
    expect(once.opener.highest()).toHaveLength(2);
    const twice = await new Member().keys(NOON);
    twice.opener.restore(once.opener.highest(), []);
    expect(await twice.open(DELTA, piece)).toBe('replay');
  });

  it('does not close the same KID 256 slots later', async () => {
    // The slot byte and the participant come again after 21 hours; the hint, one time in eight.
    const later = NOON + 256 * SLOT_MS;
    const stream = ada.sealer.stream();
    await ada.keys(later);
    const { kid, piece } = await sealed(stream, DELTA, { nowMs: later });
    const reloaded = await new Member().keys(NOON);
    reloaded.opener.restore([{ kid: kid.toString(16).padStart(16, '0'), ctr: '1000' }], []);
    await reloaded.open(DELTA, (await sealed(stream, DELTA)).piece);
    await reloaded.keys(later);
    expect(await reloaded.open(DELTA, piece, later)).toBe('opened');
  });
});

describe('unverified keys', () => {
  it('are not kept', async () => {
    const { piece, kid } = await sealed(ada.sealer.stream(), DELTA);
    const derive = vi.spyOn(crypto.subtle, 'deriveKey');
    for (let i = 0; i < 3; i++) expect(await bo.open(DELTA, forged(piece, kid, 7))).toBe('bad-tag');
    expect(derive).toHaveBeenCalledTimes(3);
  });

  it('are derived once for frames that arrive together', async () => {
    const stream = ada.sealer.stream();
    const pieces = await Promise.all(Array.from({ length: 20 }, () => sealed(stream, AUDIO)));
    const derive = vi.spyOn(crypto.subtle, 'deriveKey');
    const results = await Promise.all(pieces.map(({ piece }) => bo.open(AUDIO, piece)));
    expect(new Set(results)).toEqual(new Set(['opened']));
    expect(derive).toHaveBeenCalledTimes(1);
  });

  it('are at most 64 and one more for each 1/64 s, also over the turn of a second', async () => {
    const { piece, kid } = await sealed(ada.sealer.stream(), DELTA);
    const turn = NOON - (NOON % 1_000) + 1_000;
    const outcomes: string[] = [];
    for (let i = 0; i < 140; i++)
      outcomes.push(await bo.open(DELTA, forged(piece, kid, i), turn - 1 + Math.floor(i / 70)));
    expect(outcomes.filter((failure) => failure === 'bad-tag').length).toBe(64);
    expect(outcomes.at(-1)).toBe('throttled');
    expect(await bo.open(DELTA, forged(piece, kid, 999), turn + 16)).toBe('bad-tag');
  });

  it('do not hold up a sender who is known', async () => {
    const stream = ada.sealer.stream();
    const { piece, kid } = await sealed(stream, DELTA);
    await bo.open(DELTA, piece);
    for (let i = 0; i < 100; i++) await bo.open(DELTA, forged(piece, kid, i));
    expect(await bo.open(DELTA, (await sealed(stream, DELTA)).piece)).toBe('opened');
  });
});

it('says that a key is missing when the hint is of another secret', async () => {
  const { piece, kid } = await sealed(ada.sealer.stream(), DELTA);
  const strangers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => new Member().keys(NOON, new Uint8Array(32).fill(i + 20))),
  );
  const slot = slotAt(NOON);
  const { hint } = unpackKid(kid);
  const others = strangers.filter(({ ring }) => ring.toSend(slot)?.hint !== hint);
  expect(others.length).toBeGreaterThan(8);
  for (const stranger of others) expect(await stranger.open(DELTA, piece)).toBe('missing-key');
});

it('takes no sound for a picture, whatever the codec', async () => {
  const { piece } = await sealed(ada.sealer.stream(), AUDIO);
  expect(await bo.open({ ...AUDIO, kind: 'video' }, piece)).toBe('bad-tag');
});

it('derives one key for all of its own frames that come back', async () => {
  const stream = bo.sealer.stream();
  const derive = vi.spyOn(crypto.subtle, 'deriveKey');
  for (let i = 0; i < 100; i++) expect(await bo.open(DELTA, (await sealed(stream, DELTA)).piece)).toBe('reflected');
  expect(derive.mock.calls.length).toBeLessThanOrEqual(3); // one to open, and to seal this slot and the next
});

it('opens nothing with a key that was forgotten while it worked', async () => {
  const { piece } = await sealed(ada.sealer.stream(), DELTA);
  const opening = bo.open(DELTA, piece);
  bo.ring.clear();
  expect(await opening).toBe('missing-key');
});

it('calls a piece that ends within the prefix malformed, and what does not begin as one not sealed', () => {
  const parse = (...bytes: number[]) => parsePiece(new Uint8Array(bytes));
  expect(parse()).toBe('not-sealed');
  expect(parse(0xc5)).toBe('not-sealed');
  expect(parse(0xc5, 0xea)).toBe('malformed');
  expect(parse(0xc5, 0xea, 1)).toBe('malformed');
});

it('takes no form and no version that it does not know', async () => {
  const { piece } = await sealed(ada.sealer.stream(), AUDIO);
  const reasons = Array.from({ length: 256 }, (_, third) => {
    const parsed = parsePiece(piece.map((byte, i) => (i === 2 ? third : byte)));
    return typeof parsed === 'string' ? parsed : 'parsed';
  });
  expect(reasons.flatMap((reason, third) => (reason === 'parsed' ? [third] : []))).toEqual([0x01, 0x11, 0x21, 0x31]);
  expect(reasons.flatMap((reason, third) => (reason === 'malformed' ? [third] : []))).toEqual(
    Array.from({ length: 12 }, (_, i) => 0x41 + i * 0x10),
  );
});

it('opens no piece whose form was changed', async () => {
  const stream = ada.sealer.stream();
  for (const context of [AUDIO, KEY, DELTA]) {
    const { piece } = await sealed(stream, context, { extensions: () => ({ role: 'camera' }) });
    for (const form of [0x10, 0x20, 0x30]) {
      expect(
        await bo.open(
          context,
          piece.map((byte, i) => (i === 2 ? byte ^ form : byte)),
        ),
      ).toBe('bad-tag');
    }
    expect(await bo.open(context, piece)).toBe('opened'); // the control
  }
});

/** The same piece under another participant's name. */
function forged(piece: Uint8Array, kid: bigint, index: number): Uint8Array {
  const copy = piece.slice();
  // Prefix (3) and config (1), then the KID: its last 6 bits are left alone with the stream.
  const offset = 4 + (kid >= 1n << 56n ? 8 : 7) - 4;
  new DataView(copy.buffer).setUint16(offset, index);
  return copy;
}
