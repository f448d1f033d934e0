/** What a server can do to a sealed frame, for every codec, through the worker's real pipes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { coverFor, SEALED_TYPES } from '../../src/covers/registry.ts';
import { type FrameShape, isCard, type NodePipe, NodeWorker } from '../support/pipes.ts';

const TYPES = SEALED_TYPES.map((mimeType) => [mimeType] as const);
const FRAME = Buffer.from(Array.from({ length: 150 }, (_, i) => (i * 37) & 0xff));

const kindOf = (mimeType: string): 'audio' | 'video' => (mimeType.startsWith('audio') ? 'audio' : 'video');

describe.each(TYPES)('%s', (mimeType) => {
  const kind = kindOf(mimeType);
  const key: FrameShape = { mimeType, ...(kind === 'video' && { isKey: true }) };
  const delta: FrameShape = { mimeType, ...(kind === 'video' && { isKey: false }) };
  const other: FrameShape = kind === 'video' ? { mimeType: 'audio/opus' } : { mimeType: 'video/vp8', isKey: false };
  let sender: NodePipe;
  let receiver: NodePipe;

  beforeEach(async () => {
    sender = (await new NodeWorker().keys()).sender(kind);
    receiver = (await new NodeWorker().keys()).receiver(kind);
  });

  const sealed = async (shape = delta, frame: Uint8Array = FRAME): Promise<Uint8Array> => {
    const bytes = await sender.put(frame, shape);
    if (!bytes) throw new Error(JSON.stringify(sender.counts().failures));
    return bytes;
  };

  /** What a decoder may get of a frame that does not open: nothing, or a card that no byte of the server's is in. */
  const isHarmless = (given: Uint8Array | undefined, received: Uint8Array): boolean =>
    !given || isCard(coverFor(mimeType), given, received);

  /** Starts the receiver's picture, so that what is lost later is lost for its own reason. */
  const start = async (): Promise<void> => {
    expect(Buffer.compare((await receiver.put(await sealed(key), key)) ?? FRAME.subarray(1), FRAME)).toBe(0);
  };

  const failures = () => receiver.counts().failures as Record<string, number>;

  it('opens as it is, once', async () => {
    await start();
    const frame = await sealed();
    expect(Buffer.compare((await receiver.put(frame, delta)) ?? Buffer.alloc(0), FRAME)).toBe(0);
    expect(await receiver.put(frame, delta)).toBeUndefined();
    expect(failures()).toEqual({ duplicate: 1 });
  });

  it('gives a decoder nothing of a frame with a flipped bit, wherever it is', async () => {
    await start();
    const frame = await sealed();
    let opened = 0;
    for (let bit = 0; bit < frame.byteLength * 8; bit++) {
      const changed = frame.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const given = await receiver.put(changed, delta);
      // A bit of the cover alone, which is thrown away: the frame is what it was, and opens once.
      const exact = given !== undefined && Buffer.compare(given, FRAME) === 0;
      if (exact) opened++;
      expect(exact || isHarmless(given, changed), `bit ${bit}`).toBe(true);
    }
    expect(opened).toBeLessThanOrEqual(1);
    expect(failures()['bad-tag']).toBeGreaterThan(FRAME.byteLength * 7);
  });

  it('gives a decoder nothing of a frame that was cut, at any length, or whose last byte changed', async () => {
    await start();
    const frame = await sealed();
    for (let length = 1; length < frame.byteLength; length++) {
      const cut = frame.subarray(0, length);
      const given = await receiver.put(cut, delta);
      const exact = given !== undefined && Buffer.compare(given, FRAME) === 0;
      // Codecs whose cover goes on behind the piece lose nothing with its end.
      expect(exact || isHarmless(given, cut), `length ${length}`).toBe(true);
    }
    const fresh = await sealed();
    fresh[fresh.byteLength - 1] = (fresh.at(-1) ?? 0) ^ 0x55;
    const given = await receiver.put(fresh, delta);
    expect((given !== undefined && Buffer.compare(given, FRAME) === 0) || isHarmless(given, fresh)).toBe(true);
  });

  it('gives a decoder nothing of two frames put together', async () => {
    await start();
    const [one, two] = [
      await sealed(),
      await sealed(
        delta,
        FRAME.map((byte) => byte ^ 0xff),
      ),
    ];
    let spliced = 0;
    for (let cut = 1; cut < one.byteLength - 1; cut++) {
      const both = Buffer.concat([one.subarray(0, cut), two.subarray(cut)]);
      if (both.equals(one) || both.equals(two)) continue;
      spliced++;
      const given = await receiver.put(both, delta);
      // Where only the covers are put together, one of the two is whole.
      const whole =
        given && [FRAME, FRAME.map((byte) => byte ^ 0xff)].some((clear) => Buffer.compare(clear, given) === 0);
      expect(whole || isHarmless(given, both), `cut ${cut}`).toBe(true);
    }
    expect(spliced).toBeGreaterThan(FRAME.byteLength);
  });

  it('knows a clear frame that was put in', async () => {
    await start();
    for (const shape of [key, delta]) expect(isHarmless(await receiver.put(FRAME, shape), FRAME)).toBe(true);
    expect(failures()).toEqual({ 'not-sealed': 2 });
  });

  it('knows a frame of the other kind, of another codec, and a delta given as a key frame', async () => {
    await start();
    const wrong = (await new NodeWorker().keys()).sender(kindOf(other.mimeType));
    const foreign = (await wrong.put(FRAME, other)) ?? FRAME;
    const unwrapped = coverFor(other.mimeType)?.unwrap(foreign) ?? FRAME;
    const context = { isKey: false, width: 64, height: 64, source: FRAME };
    const dressed = coverFor(mimeType)?.wrap(unwrapped, context) ?? FRAME;
    expect(isHarmless(await receiver.put(dressed, delta), dressed)).toBe(true);
    expect(failures()).toEqual({ 'bad-tag': 1 });
    if (kind === 'audio') return;
    const frame = coverFor(mimeType)?.wrap(coverFor(mimeType)?.unwrap(await sealed()) ?? FRAME, {
      ...context,
      isKey: true,
    });
    expect(isHarmless(await receiver.put(frame ?? FRAME, key), FRAME)).toBe(true);
    expect(failures()).toEqual({ 'bad-tag': 2 });
  });

  it('knows another sender’s KID', async () => {
    await start();
    const cover = coverFor(mimeType);
    const second = (await new NodeWorker().keys()).sender(kind);
    const [mine, theirs] = [await sealed(), (await second.put(FRAME, delta)) ?? FRAME];
    const [own, foreign] = [cover?.unwrap(mine) ?? FRAME, cover?.unwrap(theirs) ?? FRAME];
    // Behind magic and version: config byte, then the KID's 8 bytes.
    const renamed = Buffer.concat([foreign.subarray(0, 12), own.subarray(12)]);
    const frame = cover?.wrap(renamed, { isKey: false, width: 64, height: 64, source: FRAME }) ?? FRAME;
    expect(isHarmless(await receiver.put(frame, delta), frame)).toBe(true);
    expect(failures()).toEqual({ 'bad-tag': 1 });
  });
});
