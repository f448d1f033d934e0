import { beforeEach, describe, expect, it } from 'vitest';
import { AUDIO, Member, NOON } from '../../test/support/frame-member.ts';
import type { Bytes } from '../bytes.ts';
import { opus } from '../covers/opus.ts';
import { buildRed, parseRed, type RedBlock } from './red.ts';
import { authenticateRed, type OpenedBlock } from './red-opener.ts';
import { RedSealer } from './red-sealer.ts';

const OPUS = 111;
const FRAME_TICKS = 960;
const MAX_BYTES = 1_150;

let ada: Member;
let bo: Member;
let sealer: RedSealer<string>;
let sealedFrames: number;

beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
  const stream = ada.sealer.stream();
  sealedFrames = 0;
  sealer = new RedSealer(async (frame) => {
    sealedFrames++;
    const result = await stream.seal({ ...AUDIO, frame, nowMs: NOON });
    if (!result.ok) return result.failure;
    return opus.wrap(result, { isKey: false, width: 0, height: 0, source: frame }) ?? 'no-carrier';
  }, MAX_BYTES);
});

/** A 20 ms Opus packet, told apart by its number. */
const packet = (number: number, length = 80): Bytes => {
  const bytes = new Uint8Array(length).fill(number);
  bytes[0] = 0x78;
  return bytes;
};

/** What Chromium's encoder makes: the frames `distance` to 1 before, then frame `number`. */
const red = (number: number, distance: number, length?: number): Bytes =>
  buildRed(
    Array.from({ length: Math.min(distance, number) + 1 }, (_, i) => {
      const back = Math.min(distance, number) - i;
      return { payloadType: OPUS, timestampOffset: back * FRAME_TICKS, data: packet(number - back, length) };
    }),
  );

const seal = async (payload: Uint8Array, number: number): Promise<Bytes> => {
  const sealed = await sealer.seal(payload, (0xffff_ff00 + number * FRAME_TICKS) >>> 0);
  if (!sealed || typeof sealed === 'string') throw new Error(`not sealed: ${sealed}`);
  return sealed;
};

type Block = OpenedBlock & { readonly failure?: string };

const authenticate = async (data: Uint8Array): Promise<() => Block> => {
  const piece = opus.unwrap(data);
  if (!piece) return () => ({ ok: false, duplicate: false, failure: 'not-sealed' });
  const accept = await bo.opener.authenticate({ ...AUDIO, piece, nowMs: NOON });
  return () => {
    const result = accept();
    return result.ok ? result : { ...result, duplicate: result.failure === 'duplicate' };
  };
};

const silence = (block: Uint8Array): Bytes => opus.card(false, block);
const open = async (payload: Uint8Array) => (await authenticateRed(payload, authenticate, silence))?.();
const refusedIn = (opened: Awaited<ReturnType<typeof open>>) =>
  opened?.blocks.flatMap(({ result }) => (result.ok || result.duplicate ? [] : [result.failure]));
const blocksOf = (payload: Uint8Array | undefined): readonly RedBlock[] => parseRed(payload ?? new Uint8Array(0)) ?? [];

describe('RED', () => {
  it('seals every frame once, and repeats the sealed bytes of the primary', async () => {
    const payloads = [];
    for (let number = 0; number < 20; number++) payloads.push(await seal(red(number, 2), number));
    expect(sealedFrames).toBe(20);
    const [, first, second, third] = payloads.map((payload) => blocksOf(payload));
    expect(third?.map(({ timestampOffset }) => timestampOffset)).toEqual([1_920, 960, 0]);
    expect(third?.[0]?.data).toEqual(first?.at(-1)?.data);
    expect(third?.[1]?.data).toEqual(second?.at(-1)?.data);
  });

  it('opens each frame once, and leaves repetitions out', async () => {
    for (let number = 0; number < 20; number++) {
      const opened = await open(await seal(red(number, 2), number));
      expect(refusedIn(opened)).toEqual([]);
      expect(blocksOf(opened?.payload)).toEqual([{ payloadType: OPUS, timestampOffset: 0, data: packet(number) }]);
    }
  });

  it('gives a lost frame back from the packet that repeats it', async () => {
    await open(await seal(red(0, 1), 0));
    await seal(red(1, 1), 1); // lost
    const opened = await open(await seal(red(2, 1), 2));
    expect(blocksOf(opened?.payload)).toEqual([
      { payloadType: OPUS, timestampOffset: 960, data: packet(1) },
      { payloadType: OPUS, timestampOffset: 0, data: packet(2) },
    ]);
  });

  it('has nothing for the decoder when a packet comes twice', async () => {
    const payload = await seal(red(0, 1), 0);
    await open(payload);
    const again = await open(payload);
    expect(again).toMatchObject({ payload: undefined, primary: { duplicate: true } });
  });

  it('can be stripped by a server: the newest block is an Opus frame of its own', async () => {
    const stripped = blocksOf(await seal(red(1, 1), 1)).at(-1)?.data ?? new Uint8Array(0);
    expect((await authenticate(stripped))()).toMatchObject({ ok: true, frame: packet(1) });
  });

  it('can be built by a server from stripped frames', async () => {
    const frames = [];
    for (let number = 0; number < 3; number++) frames.push(blocksOf(await seal(red(number, 0), number))[0]?.data);
    const built = frames.map((data = new Uint8Array(0), i) => ({
      payloadType: 63,
      timestampOffset: (2 - i) * 960,
      data,
    }));
    const opened = await open(buildRed(built));
    expect(blocksOf(opened?.payload).map(({ data }) => data)).toEqual([packet(0), packet(1), packet(2)]);
  });

  it('seals a repetition anew when its bytes are not those of the primary', async () => {
    await seal(red(0, 1), 0);
    const changed = [
      { payloadType: OPUS, timestampOffset: 960, data: packet(9) },
      { payloadType: OPUS, timestampOffset: 0, data: packet(1) },
    ];
    const opened = await open(await seal(buildRed(changed), 1));
    expect(blocksOf(opened?.payload)).toEqual(changed);
    expect(sealedFrames).toBe(3);
  });

  it.each([
    [80, 3],
    [300, 2],
    [700, 1],
    [1_000, 1],
  ])('of frames of %d bytes sends at most %d in a packet, the newest', async (length, most) => {
    for (let number = 0; number < 4; number++) {
      const payload = await seal(red(number, 2, length), number);
      expect(payload.byteLength).toBeLessThanOrEqual(MAX_BYTES);
      expect(blocksOf(payload)).toHaveLength(Math.min(number + 1, most));
      expect(blocksOf(payload).at(-1)?.timestampOffset).toBe(0);
    }
  });

  it('sends nothing when the newest frame cannot be sealed', async () => {
    expect(await sealer.seal(red(0, 0, 1_400), 0)).toBe('too-large');
    expect(await sealer.seal(new Uint8Array([0x80, 0]), 0)).toBeUndefined();
  });

  it('puts silence in place of a frame that does not open, and names blocks that were changed', async () => {
    const payload = await seal(red(1, 1), 1);
    const [older, newest] = blocksOf(payload);
    if (!older || !newest) throw new Error('no blocks');
    for (const { data } of [older, newest]) data.set([(data.at(-1) ?? 0) ^ 1], data.byteLength - 1);
    const opened = await open(payload);
    expect(opened?.primary.failure).toBe('bad-tag');
    expect(refusedIn(opened)).toEqual(['bad-tag', 'bad-tag']);
    expect(blocksOf(opened?.payload)).toEqual([{ payloadType: OPUS, timestampOffset: 0, data: silence(packet(1)) }]);
  });

  it('lets nothing clear through', async () => {
    const opened = await open(red(1, 1));
    expect(opened?.primary.failure).toBe('not-sealed');
    expect(blocksOf(opened?.payload)).toEqual([{ payloadType: OPUS, timestampOffset: 0, data: silence(packet(1)) }]);
  });
});
