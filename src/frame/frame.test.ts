import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { SLOT_MS, slotAt, slotSecret } from '../keys/slots.ts';
import { decodeHeader } from '../sframe/header.ts';
import { frameKeyOf, type Generation, KeyRing } from './key-ring.ts';
import { packKid, unpackKid } from './kid.ts';
import { Opener, type OpenInput, type OpenResult } from './opener.ts';
import { type FrameContext, parsePiece } from './piece.ts';
import { decodePlaintext, encodePlaintext } from './plaintext.ts';
import { Sealer, type SealInput } from './sealer.ts';

const NOON = 1_763_899_200_000 - (1_763_899_200_000 % SLOT_MS) + 150_000; // the middle of a slot
const MINUTE = 60_000;
const CALL_SECRET = new Uint8Array(32).fill(9);
const AUDIO: FrameContext = { kind: 'audio', codec: 'opus', isKey: false };
const KEY: FrameContext = { kind: 'video', codec: 'vp8', isKey: true };
const DELTA: FrameContext = { kind: 'video', codec: 'vp8', isKey: false };

/** A member: key ring, sealer and opener of one worker. */
class Member {
  readonly ring = new KeyRing();
  readonly sealer: Sealer;
  readonly opener: Opener;

  constructor(draw?: () => bigint) {
    this.sealer = draw ? new Sealer(this.ring, draw) : new Sealer(this.ring);
    this.opener = new Opener(this.ring, this.sealer);
  }

  async keys(nowMs: number, secret: Bytes = CALL_SECRET, generation: Generation = 0): Promise<this> {
    const slot = slotAt(nowMs);
    const slots = await Promise.all(
      [slot - 1, slot, slot + 1].map(async (s) => ({ generation, slot: s, secret: await slotSecret(secret, s) })),
    );
    await this.ring.add(slots);
    return this;
  }
}

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

const frameOf = (length: number, fill = 0x2a): Bytes => new Uint8Array(length).fill(fill);

async function sealed(stream: ReturnType<Sealer['stream']>, context: FrameContext, more: Partial<SealInput> = {}) {
  const result = await stream.seal({ ...context, frame: frameOf(100), nowMs: NOON, ...more });
  if (!result.ok) throw new Error(result.failure);
  return result;
}

function failureOf(result: OpenResult): string {
  return result.ok ? 'opened' : result.failure;
}

const open = (member: Member, context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<OpenResult> =>
  member.opener.open({ ...context, piece, nowMs } satisfies OpenInput);

describe('a frame', () => {
  it('comes out as it went in, whatever its bytes', async () => {
    const streams = [ada.sealer.stream(), ada.sealer.stream()];
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 900 }),
        fc.constantFrom(AUDIO, KEY, DELTA),
        async (frame, context) => {
          const stream = streams[context.kind === 'audio' ? 0 : 1];
          if (!stream) throw new Error('no stream');
          const { piece } = await sealed(stream, context, { frame });
          const result = await open(bo, context, piece);
          expect(result.ok && Buffer.from(result.frame).equals(Buffer.from(frame))).toBe(true);
        },
      ),
    );
  });

  it('says who sent it and what it shows, in key frames and once a second of audio', async () => {
    const [sound, picture] = [ada.sealer.stream(), ada.sealer.stream()];
    const labels = { role: 'camera', name: 'Ada' } as const;
    const key = await open(bo, KEY, (await sealed(picture, KEY, labels)).piece);
    expect(key).toMatchObject({ ok: true, ...labels, participant: ada.sealer.participants()[0], slotDrift: 0 });
    const delta = await open(bo, DELTA, (await sealed(picture, DELTA, labels)).piece);
    expect(delta).not.toHaveProperty('role');
    const roles: unknown[] = [];
    for (let t = 0; t < 3_000; t += 20) {
      const at = { nowMs: NOON + t };
      const result = await open(bo, AUDIO, (await sealed(sound, AUDIO, { ...at, role: 'microphone' })).piece, at.nowMs);
      if (result.ok && result.role) roles.push(t);
    }
    expect(roles).toEqual([0, 1_000, 2_000]);
  });

  it('has no byte of the clear frame in it', async () => {
    const frame = Uint8Array.from({ length: 500 }, (_, i) => (i * 7) % 251);
    const { piece } = await sealed(ada.sealer.stream(), DELTA, { frame });
    for (let i = 0; i + 8 < frame.length; i++)
      expect(Buffer.from(piece).includes(Buffer.from(frame.subarray(i, i + 8)))).toBe(false);
  });
});

describe('audio', () => {
  it('has no length but steps of 128 bytes', async () => {
    const stream = ada.sealer.stream();
    const lengths = new Set<number>();
    for (let length = 1; length <= 120; length++) {
      const { piece } = await sealed(stream, AUDIO, { frame: frameOf(length), nowMs: NOON + length });
      lengths.add(parsePieceLength(piece));
    }
    expect(Array.from(lengths)).toEqual([128]);
  });

  it('stays below 1,150 bytes with its cover, without padding if need be, or is refused', async () => {
    const stream = ada.sealer.stream();
    let refused = 0;
    for (let length = 900; length <= 1_200; length++) {
      const result = await stream.seal({ ...AUDIO, frame: frameOf(length), nowMs: NOON });
      if (result.ok) expect(result.piece.byteLength + 20).toBeLessThanOrEqual(1_150);
      else {
        expect(result.failure).toBe('too-large');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});

describe('tampering', () => {
  it('fails for every flipped bit, and each failure has its type', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA, { frame: frameOf(40) });
    const failures = new Set<string>();
    for (let i = 0; i < piece.byteLength * 8; i++) {
      const changed = piece.slice();
      changed[i >> 3] = (changed[i >> 3] ?? 0) ^ (1 << (i & 7));
      // Slow enough that the limit on derivations plays no part.
      failures.add(failureOf(await open(bo, DELTA, changed, NOON + i * 20)));
    }
    expect(failures.has('opened')).toBe(false);
    expect(Array.from(failures).toSorted()).toEqual([
      'bad-tag',
      'missing-key',
      'not-sealed',
      'stale',
      'unknown-version',
    ]);
    expect(failureOf(await open(bo, DELTA, piece))).toBe('opened'); // nothing of it moved any state
  });

  it('fails for every truncation', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA, { frame: frameOf(40) });
    for (let length = 0; length < piece.byteLength; length++) {
      expect(failureOf(await open(bo, DELTA, piece.subarray(0, length)))).not.toBe('opened');
    }
  });

  it('fails when a frame is given as another kind, type or codec', async () => {
    const stream = ada.sealer.stream();
    for (const [made, given] of [
      [AUDIO, DELTA],
      [DELTA, AUDIO],
      [DELTA, KEY],
      [KEY, DELTA],
      [DELTA, { ...DELTA, codec: 'vp9' }],
    ] as const) {
      expect(failureOf(await open(bo, given, (await sealed(stream, made)).piece))).toBe('bad-tag');
    }
  });

  it('fails when pieces of two frames are put together', async () => {
    const stream = ada.sealer.stream();
    const [one, two] = [(await sealed(stream, DELTA)).piece, (await sealed(stream, DELTA)).piece];
    for (let cut = 1; cut < one.byteLength; cut += 7) {
      const spliced = Uint8Array.from([...one.subarray(0, cut), ...two.subarray(cut)]);
      const same = Buffer.from(spliced).equals(Buffer.from(one)) || Buffer.from(spliced).equals(Buffer.from(two));
      if (!same) expect(failureOf(await open(bo, DELTA, spliced))).not.toBe('opened');
    }
  });

  it('meets total parsers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, prefixed) => {
        const piece = prefixed ? Uint8Array.from([0xc5, 0xea, 1, ...bytes]) : bytes;
        expect([
          'not-sealed',
          'unknown-version',
          'malformed',
          'stale',
          'missing-key',
          'bad-tag',
          'throttled',
        ]).toContain(failureOf(await open(bo, DELTA, piece)));
        decodePlaintext(bytes as Bytes);
      }),
    );
  });
});

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
    const failure = failureOf(await open(stranger, DELTA, (await sealed(ada.sealer.stream(), DELTA)).piece));
    expect(['missing-key', 'bad-tag']).toContain(failure); // the hint agrees by chance in one of eight
  });

  it('never leave as bytes', async () => {
    const secret = frameOf(32, 5);
    await ada.ring.add([{ generation: 0, slot: 1, secret }]);
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
    expect(failureOf(await open(bo, DELTA, old.piece))).toBe('opened');
    expect(failureOf(await open(bo, DELTA, fresh.piece))).toBe('opened');
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

describe('a malicious server', () => {
  it('cannot repeat a frame', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    const both = await Promise.all([open(bo, DELTA, piece), open(bo, DELTA, piece)]);
    expect(both.map(failureOf).toSorted()).toEqual(['duplicate', 'opened']);
    expect(failureOf(await open(bo, DELTA, piece, NOON + 2_500))).toBe('replay');
  });

  it('cannot bring back what was sent two slots ago, nor last week', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    for (const later of [2 * SLOT_MS, 7 * 24 * 60 * MINUTE, 256 * SLOT_MS]) {
      const late = await new Member().keys(NOON + later);
      expect(['stale', 'bad-tag', 'missing-key']).toContain(failureOf(await open(late, DELTA, piece, NOON + later)));
    }
  });

  it('cannot show a late joiner what is older than what he has seen', async () => {
    const stream = ada.sealer.stream();
    const early = await Promise.all(Array.from({ length: 600 }, () => sealed(stream, DELTA)));
    const live = await sealed(stream, DELTA);
    expect(failureOf(await open(bo, DELTA, live.piece))).toBe('opened');
    const replayed = await Promise.all(early.slice(0, 80).map(({ piece }) => open(bo, DELTA, piece)));
    expect(new Set(replayed.map(failureOf))).toEqual(new Set(['replay']));
  });

  it('cannot show a member who reloaded what he has seen', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA);
    await open(bo, DELTA, piece);
    const reloaded = await new Member().keys(NOON);
    reloaded.opener.restore(bo.opener.highest(), bo.sealer.participants());
    expect(failureOf(await open(reloaded, DELTA, piece))).toBe('replay');
  });

  it('cannot send a member his own frames, not even those of before a reload', async () => {
    const stream = bo.sealer.stream();
    const { piece } = await sealed(stream, DELTA);
    expect(failureOf(await open(bo, DELTA, piece))).toBe('reflected');
    const reloaded = await new Member().keys(NOON);
    reloaded.opener.restore([], bo.sealer.participants());
    expect(failureOf(await open(reloaded, DELTA, piece))).toBe('reflected');
  });

  it('cannot hold back frames of a slot for more than ten seconds into the next', async () => {
    const stream = ada.sealer.stream();
    const start = (slotAt(NOON) + 1) * SLOT_MS;
    const [held, late] = [await sealed(stream, DELTA), await sealed(stream, DELTA)];
    await open(bo, DELTA, (await sealed(stream, DELTA, { nowMs: start })).piece, start);
    expect(failureOf(await open(bo, DELTA, held.piece, start + 9_000))).toBe('opened');
    expect(failureOf(await open(bo, DELTA, late.piece, start + 11_000))).toBe('stale');
  });

  it('cannot make a member derive keys without end', async () => {
    const stream = ada.sealer.stream();
    const { piece, kid } = await sealed(stream, DELTA);
    const { hint, slotByte } = unpackKid(kid);
    const failures: string[] = [];
    for (let i = 0; i < 100; i++) {
      const flood = piece.slice();
      new DataView(flood.buffer).setBigUint64(4, packKid({ slotByte, hint, participant: BigInt(i), stream: 1 }));
      failures.push(failureOf(await open(bo, DELTA, flood)));
    }
    expect(failures.filter((failure) => failure === 'bad-tag').length).toBe(64);
    expect(failures.filter((failure) => failure === 'throttled').length).toBe(36);
    expect(decodeHeader(piece, 3)?.kid).toBe(kid);
  });
});

describe('clocks', () => {
  it.each([
    [4 * MINUTE, ['opened']],
    [6 * MINUTE, ['opened', 'stale']],
    [20 * MINUTE, ['stale']],
  ])('%d ms apart: %j', async (apart, expected) => {
    for (const offset of [apart, -apart]) {
      const theirs = await new Member().keys(NOON + offset);
      const result = await open(
        bo,
        DELTA,
        (await sealed(theirs.sealer.stream(), DELTA, { nowMs: NOON + offset })).piece,
      );
      expect(expected).toContain(failureOf(result));
      if (result.ok) expect(Math.abs(result.slotDrift)).toBeLessThanOrEqual(1);
    }
  });
});

describe('the KID', () => {
  it('packs and unpacks', () => {
    fc.assert(
      fc.property(
        fc.record({
          slotByte: fc.nat(255),
          hint: fc.nat(15),
          participant: fc.bigInt(0n, 2n ** 48n - 1n),
          stream: fc.nat(15),
        }),
        (kid) => {
          expect(unpackKid(packKid(kid))).toEqual(kid);
        },
      ),
    );
  });
});

describe('the plaintext', () => {
  it('refuses reserved flags and lengths beyond its end', () => {
    for (const bytes of [[], [4], [0x80], [1, 0], [1, 0, 9], [2, 0], [2, 0, 9], [2, 0, 2, 1, 9], [2, 0, 1, 1]]) {
      expect(decodePlaintext(new Uint8Array(bytes))).toBeUndefined();
    }
  });

  it('skips extensions it does not know and cuts a name at a character', () => {
    const known = decodePlaintext(new Uint8Array([2, 0, 6, 99, 1, 0, 1, 1, 2, 7]));
    expect(known).toEqual({ role: 'screen', frame: new Uint8Array([7]) });
    const name = 'ü'.repeat(40);
    expect(decodePlaintext(encodePlaintext(frameOf(1), { name }, 1))?.name).toBe('ü'.repeat(32));
  });
});

function parsePieceLength(piece: Uint8Array): number {
  const parsed = parsePiece(piece);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed.sealed.byteLength - 16;
}
