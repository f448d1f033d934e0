import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AUDIO, DELTA, KEY, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import type { Bytes } from '../bytes.ts';
import type { OpenResult } from './opener.ts';
import { EXTENDED, type FrameContext, PADDED, parsePiece } from './piece.ts';

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

afterEach(() => vi.restoreAllMocks());

const frameOf = (length: number, fill = 0x2a): Bytes => new Uint8Array(length).fill(fill);

const open = (member: Member, context: FrameContext, piece: Uint8Array, nowMs = NOON): Promise<OpenResult> =>
  member.opener.open({ ...context, piece, nowMs });

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

  it('keeps its bytes when many are sealed at once', async () => {
    const stream = ada.sealer.stream();
    const lengths = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) * 50);
    const pieces = await Promise.all(lengths.map((length, i) => sealed(stream, DELTA, { frame: frameOf(length, i) })));
    for (const [i, { piece }] of pieces.entries()) {
      expect(await open(bo, DELTA, piece)).toMatchObject({ ok: true, frame: frameOf(lengths[i] ?? 0, i) });
    }
  });

  it('is padded with zeros, whatever frame was sealed before it', async () => {
    const stream = ada.sealer.stream();
    const encrypt = vi.spyOn(crypto.subtle, 'encrypt');
    // Only what is padded or extended goes by memory that is used again.
    await sealed(stream, AUDIO, { frame: frameOf(120, 0xff) });
    await sealed(stream, AUDIO, { frame: frameOf(100, 0xff) });
    const plaintext = encrypt.mock.lastCall?.[2] as Uint8Array;
    expect(Array.from(plaintext.subarray(2 + 100))).toEqual(Array.from({ length: 26 }, () => 0));
  });

  it('says who sent it and what it shows', async () => {
    const labels = { role: 'camera', name: 'Ada' } as const;
    const { piece } = await sealed(ada.sealer.stream(), KEY, { extensions: () => labels });
    const [participant] = ada.sealer.participants();
    expect(await open(bo, KEY, piece)).toMatchObject({ ok: true, ...labels, participant, slotDrift: 0 });
  });

  it.each<[string, [at: number, context: FrameContext, says: boolean][]]>([
    [
      'the next delta where frames are dense',
      [
        [0, KEY, true],
        [40, DELTA, false],
        [80, KEY, false],
        [100, KEY, false],
        [120, DELTA, true],
        [160, DELTA, false],
      ],
    ],
    [
      'the key frame itself where none may follow',
      [
        [0, KEY, true],
        [500, KEY, true],
        [800, KEY, true],
        [810, DELTA, false],
      ],
    ],
    ['a key frame where there are no others', Array.from({ length: 50 }, (_, i) => [i * 40, KEY, i % 23 === 0])],
  ])('who joins is told by %s', async (_, frames) => {
    const stream = ada.sealer.stream();
    for (const [at, context, says] of frames) {
      const nowMs = NOON + at;
      const { piece } = await sealed(stream, context, { nowMs, extensions: () => ({ role: 'camera' }) });
      const result = await open(bo, context, piece, nowMs);
      expect([at, result.ok && result.role === 'camera']).toEqual([at, says]);
    }
  });

  it.each([
    ['sound', AUDIO],
    ['pictures', DELTA],
  ])('says it about once a second in %s, for each layer, in frames that all of the layer get', async (_, context) => {
    const stream = ada.sealer.stream();
    const told: Record<number, number[]> = { 0: [], 1: [] };
    for (let t = 0; t < 3_000; t += 20) {
      for (const layer of [0, 1]) {
        const nowMs = NOON + t;
        // Every second frame of layer 1 is one that a server may leave out.
        const extensions = layer === 1 && t % 40 === 0 ? undefined : () => ({ role: 'screen' }) as const;
        const { piece } = await sealed(stream, context, { layer, nowMs, extensions });
        const result = await open(bo, context, piece, nowMs);
        if (result.ok && result.role) told[layer]?.push(t);
      }
    }
    expect(told).toEqual({ 0: [0, 900, 1_800, 2_700], 1: [20, 940, 1_860, 2_780] });
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

  it('is padded up to 1,150 bytes with its cover, sent up to 1,400, and refused beyond', async () => {
    const said = { extensions: () => ({ role: 'microphone' as const, name: 'Ada' }) };
    for (let length = 900; length <= 1_500; length += 4) {
      const result = await ada.sealer.stream().seal({ ...AUDIO, frame: frameOf(length), nowMs: NOON, ...said });
      if (!result.ok) {
        expect(result.failure).toBe('too-large');
        expect(length).toBeGreaterThan(1_276); // Opus' largest frame and its TOC
        continue;
      }
      const isPadded = ((result.head[2] ?? 0) & PADDED) !== 0;
      expect(result.head.byteLength + result.sealed.byteLength + 20).toBeLessThanOrEqual(isPadded ? 1_150 : 1_400);
      // What it is, it says as well as any.
      if (length <= 1_276) expect((result.head[2] ?? 0) & EXTENDED).toBe(EXTENDED);
    }
    const tooLarge = ada.sealer.stream().seal({ ...AUDIO, frame: frameOf(1_500), nowMs: NOON });
    expect(await tooLarge).toEqual({ ok: false, failure: 'too-large' });
  });
});

function parsePieceLength(piece: Uint8Array): number {
  const parsed = parsePiece(piece);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed.sealed.byteLength - 16;
}
