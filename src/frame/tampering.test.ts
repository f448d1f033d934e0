import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AUDIO, DELTA, KEY, Member, NOON, outcome, sealed } from '../../test/support/frame-member.ts';
import type { Bytes } from '../bytes.ts';
import type { OpenResult } from './opener.ts';
import { type FrameContext, PADDED } from './piece.ts';
import { decodePlaintext } from './plaintext.ts';

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

const frameOf = (length: number, fill = 0x2a): Bytes => new Uint8Array(length).fill(fill);

const open = (member: Member, context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<OpenResult> =>
  member.opener.open({ ...context, piece, nowMs });

describe('tampering', () => {
  it('fails for every flipped bit, and each failure has its type', async () => {
    // Always the same ciphertext: its first byte decides whether a header that claims it is malformed or does not open.
    const known = await new Member(() => 0x0123_4567_89abn).keys(NOON);
    const { piece } = await sealed(known.sealer.stream(), DELTA, { frame: frameOf(40) });
    const failures = new Set<string>();
    for (let i = 0; i < piece.byteLength * 8; i++) {
      const changed = piece.slice();
      changed[i >> 3] = (changed[i >> 3] ?? 0) ^ (1 << (i & 7));
      // Slow enough that the limit on derivations plays no part.
      failures.add(outcome(await open(bo, DELTA, changed, NOON + i * 20)));
    }
    expect(failures.has('opened')).toBe(false);
    expect(Array.from(failures).toSorted()).toEqual([
      'bad-tag',
      'malformed',
      'missing-key',
      'not-sealed',
      'stale',
      'unknown-version',
    ]);
    expect(outcome(await open(bo, DELTA, piece))).toBe('opened'); // nothing of it moved any state
  });

  it('fails for every truncation', async () => {
    const { piece } = await sealed(ada.sealer.stream(), DELTA, { frame: frameOf(40) });
    for (let length = 0; length < piece.byteLength; length++) {
      expect(outcome(await open(bo, DELTA, piece.subarray(0, length)))).not.toBe('opened');
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
      expect(outcome(await open(bo, given, (await sealed(stream, made)).piece))).toBe('bad-tag');
    }
  });

  it('fails when pieces of two frames are put together', async () => {
    const stream = ada.sealer.stream();
    const [one, two] = [(await sealed(stream, DELTA)).piece, (await sealed(stream, DELTA)).piece];
    for (let cut = 1; cut < one.byteLength; cut += 7) {
      const spliced = Uint8Array.from([...one.subarray(0, cut), ...two.subarray(cut)]);
      const same = Buffer.from(spliced).equals(Buffer.from(one)) || Buffer.from(spliced).equals(Buffer.from(two));
      if (!same) expect(outcome(await open(bo, DELTA, spliced))).not.toBe('opened');
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
        ]).toContain(outcome(await open(bo, DELTA, piece)));
        for (const form of [0, 1, 2, 3]) decodePlaintext(form * PADDED, bytes as Bytes);
      }),
    );
  });
});
