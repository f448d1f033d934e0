/** What a server can do to a sealed frame, for every codec, through the worker's real pipes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cover } from '../../src/covers/cover.ts';
import { coverFor, SEALED_TYPES } from '../../src/covers/registry.ts';
import { decodeHeader } from '../../src/sframe/header.ts';
import { NOON } from '../support/frame-member.ts';
import { inParts } from '../support/pieces.ts';
import { type FrameShape, isCard, type NodePipe, NodeWorker } from '../support/pipes.ts';
import { realFrames } from '../support/real-frames.ts';

const FRAME = Uint8Array.from({ length: 150 }, (_, i) => (i * 37) & 0xff);
const OTHER = FRAME.map((byte) => byte ^ 0xff);
const MAGIC = 2;
const PREFIX = 3;
const TAG = 16;
/** More than the network may take to repeat a packet: milliseconds. */
const LATER = 3_000;
/** At this pace the limit on derivations plays no part: milliseconds. */
const PAUSE = 20;

/** One of each cover: AV1 has two names. */
const TYPES = SEALED_TYPES.filter(
  (mimeType, i) => SEALED_TYPES.findIndex((other) => coverFor(other) === coverFor(mimeType)) === i,
);
/** What opened: it was as it had been sealed, though a decoder may have had nothing to draw it on. */
const WHOLE = ['opened', 'waiting-for-key-frame'];
/** What is counted where lengths in the cover, or the end of the piece, were changed. */
const BROKEN = ['not-sealed', 'malformed', 'bad-tag'];

const kindOf = (mimeType: string): 'audio' | 'video' => (mimeType.startsWith('audio') ? 'audio' : 'video');
const shapesOf = (mimeType: string): FrameShape[] =>
  kindOf(mimeType) === 'audio' ? [{ mimeType }] : [true, false].map((isKey) => ({ mimeType, isKey }));

// Time stands still but for `pass`, and participants have known ids: the same bytes are sealed in every run.
let participants = 0n;
const worker = (): Promise<NodeWorker> => {
  const participant = 0xada1_b2c3_d4f0n + participants;
  participants += 2n;
  return new NodeWorker(() => participant).keys();
};
const pass = (milliseconds: number): unknown => vi.setSystemTime(Date.now() + milliseconds);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  participants = 0n;
});
afterEach(() => {
  vi.useRealTimers();
});

function mustCover(mimeType: string): Cover {
  const cover = coverFor(mimeType);
  if (!cover) throw new Error(`no cover for ${mimeType}`);
  return cover;
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

function spliced(one: Uint8Array, other: Uint8Array, cut: number): Uint8Array {
  return Uint8Array.from([...one.subarray(0, cut), ...other.subarray(cut)]);
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

describe.each(TYPES.map((mimeType) => [mimeType] as const))('%s', (mimeType) => {
  const kind = kindOf(mimeType);
  const cover = mustCover(mimeType);
  const shapes = shapesOf(mimeType);
  const delta = shapes.at(-1) ?? { mimeType };
  let sender: NodePipe;
  let receiver: NodePipe;

  beforeEach(async () => {
    sender = (await worker()).sender(kind);
    receiver = (await worker()).receiver(kind);
    // A picture to begin with, so that what is lost later is lost for its own reason.
    const [first = delta] = shapes;
    expect(await give(await sealed(first), first)).toBe('opened');
  });

  afterEach(() => {
    // Every frame was counted, and once; what waits for a key frame was opened as well.
    const { seen, done, failures } = receiver.counts();
    const { 'waiting-for-key-frame': _waiting, ...refused } = failures;
    expect(done + Object.values(refused).reduce((sum, frames) => sum + frames, 0)).toBe(seen);
  });

  async function sealed(shape = delta, frame = FRAME, by = sender): Promise<Uint8Array> {
    const bytes = await by.put(frame, shape);
    if (!bytes) throw new Error(JSON.stringify(by.counts().failures));
    return bytes;
  }

  async function piece(shape = delta, frame = FRAME, by = sender): Promise<Uint8Array> {
    const found = mustCover(shape.mimeType).unwrap(await sealed(shape, frame, by));
    if (!found) throw new Error('no piece');
    return found;
  }

  function wrapped(content: Uint8Array, { isKey = false } = delta): Uint8Array {
    const frame = cover.wrap(inParts(content), { isKey, width: 64, height: 64, source: FRAME });
    if (!frame) throw new Error('no carrier');
    return frame;
  }

  /** @returns 'opened', or why not; fails when a decoder got anything but a frame as it was, or a constant card */
  async function give(received: Uint8Array, shape = delta): Promise<string> {
    const before: Readonly<Record<string, number>> = { ...receiver.counts().failures };
    const given = await receiver.put(received, shape);
    const refused = Object.entries(receiver.counts().failures).find(([reason, count]) => count !== before[reason]);
    if (!refused) {
      expect(given && [FRAME, OTHER].some((frame) => same(frame, given))).toBe(true);
      return 'opened';
    }
    expect(given === undefined || isCard(cover, given, received)).toBe(true);
    return refused[0];
  }

  it('opens as it is, and once', async () => {
    const frame = await sealed();
    expect(await give(frame)).toBe('opened');
    expect(await give(frame)).toBe('duplicate');
    pass(LATER);
    expect(await give(frame)).toBe('replay');
  });

  it.each(shapes)('counts each flipped bit by the region that it is in, $isKey', async (shape) => {
    const reasons = {
      ...{ cover: new Set<string>(), magic: new Set<string>(), version: new Set<string>() },
      ...{ header: new Set<string>(), ciphertext: new Set<string>(), tag: new Set<string>() },
    };
    let frame = await sealed(shape);
    for (let bit = 0; bit < frame.byteLength * 8; bit++) {
      const whole = cover.unwrap(frame) ?? FRAME;
      // No byte of these pieces is escaped.
      const region = regionOf((bit >> 3) - Buffer.from(frame).indexOf(whole), whole);
      pass(PAUSE);
      const reason = await give(flipped(frame, bit), shape);
      reasons[region].add(reason);
      // It would be a repetition from now on.
      if (WHOLE.includes(reason)) frame = await sealed(shape);
    }
    expect([...WHOLE, ...BROKEN]).toEqual(expect.arrayContaining([...reasons.cover]));
    expect([...reasons.magic]).toEqual(['not-sealed']);
    expect([...reasons.version].toSorted()).toEqual(['bad-tag', 'malformed', 'unknown-version']);
    expect([...reasons.header]).toEqual(expect.arrayContaining(['bad-tag', 'missing-key', 'stale']));
    expect(['bad-tag', 'malformed', 'missing-key', 'stale']).toEqual(expect.arrayContaining([...reasons.header]));
    expect([...reasons.ciphertext]).toEqual(['bad-tag']);
    expect([...reasons.tag]).toEqual(['bad-tag']);
  });

  it.each(shapes)('knows a frame that was cut, at any length, $isKey', async (shape) => {
    const frame = await sealed(shape);
    const reasons = new Set<string>();
    for (let length = 1; length < frame.byteLength; length++) {
      pass(PAUSE);
      reasons.add(await give(frame.subarray(0, length), shape));
    }
    // Codecs whose cover goes on behind the piece lose nothing with its end.
    // An Opus packet of one byte is a pause, and some bytes behind a parameter set are no picture.
    expect([
      ...WHOLE,
      ...BROKEN,
      'duplicate',
      'replay',
      ...(['opus', 'h264'].includes(cover.id) ? ['blank'] : []),
    ]).toEqual(expect.arrayContaining([...reasons]));
    expect(reasons).toContain('not-sealed');
  });

  it('knows a piece that was cut, at any length, or whose last byte was changed', async () => {
    const content = await piece();
    const reasons = new Set<string>();
    for (let length = 0; length < content.byteLength; length++) {
      pass(PAUSE);
      reasons.add(await give(wrapped(content.subarray(0, length))));
    }
    expect([...reasons].toSorted()).toEqual(['bad-tag', 'malformed', 'not-sealed']);
    for (let bit = content.byteLength * 8 - 8; bit < content.byteLength * 8; bit++) {
      expect(await give(wrapped(flipped(content, bit)))).toBe('bad-tag');
    }
    expect(WHOLE).toContain(await give(wrapped(content))); // the control
  });

  it('knows pieces of two frames that were put together, and frames', async () => {
    const [one, other] = [await piece(), await piece(delta, OTHER)];
    let cuts = 0;
    for (let cut = 1; cut < one.byteLength; cut++) {
      const both = spliced(one, other, cut);
      if (same(both, one) || same(both, other)) continue;
      cuts++;
      expect(await give(wrapped(both)), `cut ${cut}`).toBe('bad-tag');
    }
    expect(cuts).toBeGreaterThan(FRAME.byteLength);
    const [first, second] = [await sealed(), await sealed(delta, OTHER)];
    for (let cut = 1; cut < first.byteLength; cut++) {
      // Where only the covers were put together, one of the two is whole.
      expect([...WHOLE, ...BROKEN, 'duplicate']).toContain(await give(spliced(first, second, cut)));
    }
  });

  it('knows a clear frame that was put in', async () => {
    for (const shape of shapes) {
      expect(await give(FRAME, shape)).toBe('not-sealed');
      for (const { bytes } of realFrames(cover.id)) expect(await give(bytes, shape)).toBe('not-sealed');
    }
  });

  it('knows a piece of another codec, of the other kind, of another type', async () => {
    for (const other of TYPES.flatMap(shapesOf)) {
      if (mustCover(other.mimeType) === cover && other.isKey === delta.isKey) continue;
      const foreign = (await worker()).sender(kindOf(other.mimeType));
      pass(PAUSE);
      expect(await give(wrapped(await piece(other, FRAME, foreign))), JSON.stringify(other)).toBe('bad-tag');
    }
    if (kind === 'audio') return;
    const [key = delta] = shapes;
    expect(await give(wrapped(await piece(delta), key), key)).toBe('bad-tag');
  });

  it('knows another sender’s KID, and that of another stream of the same sender', async () => {
    const author = await worker();
    const [stream, sibling, stranger] = [author.sender(kind), author.sender(kind), (await worker()).sender(kind)];
    const own = await piece(delta, FRAME, stream);
    const end = PREFIX + (decodeHeader(own, PREFIX)?.length ?? 0);
    for (const foreign of [sibling, stranger]) {
      const renamed = spliced(await piece(delta, OTHER, foreign), own, end);
      expect(await give(wrapped(renamed))).toBe('bad-tag');
    }
    expect(WHOLE).toContain(await give(wrapped(own))); // the control
  });

  it('knows its own frames', async () => {
    const own = await worker();
    const [mine, back] = [own.sender(kind), own.receiver(kind)];
    receiver = back;
    for (const shape of shapes) expect(await give(await sealed(shape, FRAME, mine), shape)).toBe('reflected');
  });
});

it('forwards nothing of a codec that it does not know', async () => {
  const receiver = (await worker()).receiver('video');
  expect(await receiver.put(FRAME, { mimeType: 'video/unheard-of', isKey: true })).toBeUndefined();
  expect(receiver.counts().failures).toEqual({ 'unknown-codec': 1 });
});

function regionOf(at: number, piece: Uint8Array): 'cover' | 'magic' | 'version' | 'header' | 'ciphertext' | 'tag' {
  const header = PREFIX + (decodeHeader(piece, PREFIX)?.length ?? 0);
  if (at < 0 || at >= piece.byteLength) return 'cover';
  if (at < MAGIC) return 'magic';
  if (at < PREFIX) return 'version';
  if (at < header) return 'header';
  return at < piece.byteLength - TAG ? 'ciphertext' : 'tag';
}
