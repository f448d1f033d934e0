import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockCardLuma, similarity } from '../../test/support/lock-card.ts';
import { coverFor } from './registry.ts';

const opus = coverFor('audio/opus');
const vp8 = coverFor('video/VP8');
if (!opus || !vp8) throw new Error('no covers');

const context = { isKey: false, width: 0, height: 0 };
/** A packet of one 20 ms CELT frame, mono. */
const SPEECH = new Uint8Array([0xf8, 1, 2, 3]);

it('knows codecs in any case, and says so where it knows none', () => {
  expect(coverFor('AUDIO/OPUS')).toBe(opus);
  for (const codec of ['video/VP9', 'video/H264', 'video/AV1', 'audio/red', 'audio/PCMU', '']) {
    expect(coverFor(codec)).toBeUndefined();
  }
});

it.each([
  ['opus', opus, false],
  ['vp8 key', vp8, true],
  ['vp8 delta', vp8, false],
] as const)('%s carries any piece, and meets any bytes', (_, cover, isKey) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 1_200 }),
      fc.uint8Array({ maxLength: 200 }),
      (piece, other) => {
        const wrapped = cover.wrap(piece, { ...context, isKey, source: SPEECH });
        expect(wrapped && Buffer.from(cover.unwrap(wrapped) ?? []).equals(Buffer.from(piece))).toBe(true);
        cover.unwrap(other);
        cover.wrap(piece, { ...context, isKey, source: other });
        expect(cover.card(isKey, other).byteLength).toBeGreaterThan(0);
        // Cut short, it is no cover, or one with a shorter piece; never more than there is.
        for (let length = 0; length < (wrapped?.byteLength ?? 0); length += 17) {
          const cut = cover.unwrap(wrapped?.subarray(0, length) ?? other);
          expect(cut?.byteLength ?? 0).toBeLessThan(piece.byteLength + 1);
        }
      },
    ),
  );
});

describe('Opus', () => {
  /** Units of 2.5 ms by TOC configuration, written down from RFC 6716 table 2. */
  const UNITS = [
    4,
    8,
    16,
    24,
    4,
    8,
    16,
    24,
    4,
    8,
    16,
    24,
    4,
    8,
    4,
    8,
    ...Array.from({ length: 16 }, (_, i) => [1, 2, 4, 8][i % 4]),
  ];

  it('lasts as long as its source, for every configuration, code and channel count', () => {
    for (let configuration = 0; configuration < 32; configuration++) {
      for (const stereo of [0, 4]) {
        for (const [code, count] of [
          [0, 1],
          [1, 2],
          [2, 2],
          [3, 1],
          [3, 3],
          [3, 6],
        ] as const) {
          const units = (UNITS[configuration] ?? 0) * count;
          if (units > 48) continue;
          const source = new Uint8Array([(configuration << 3) | stereo | code, count, 9, 9]);
          const [toc = 0, frames = 0] = opus.wrap(new Uint8Array(40), { ...context, source }) ?? [];
          expect((UNITS[toc >> 3] ?? 0) * (frames & 63)).toBe(units);
          expect(toc & 4).toBe(stereo);
        }
      }
    }
  });

  it('is silence to a stock decoder', () => {
    const packets = Array.from({ length: 50 }, (_, i) =>
      opus.wrap(randomBytes(30 + i * 20), { ...context, source: SPEECH }),
    );
    const raw = decode(ogg(packets.map((packet) => Buffer.from(packet ?? []))), ['-f', 's16le', '-ac', '1', '-']);
    expect(raw.byteLength).toBeGreaterThan(48_000);
    expect(raw.every((byte) => byte === 0)).toBe(true);
  });
});

describe('VP8', () => {
  it('is the lock card to a stock decoder, with any payload behind it, deltas repeated', () => {
    const sizes = [0, 1, 127, 255, 256, 5_000, 65_535, 200_000];
    const frames = [true, ...Array.from({ length: 20 }, () => false)].map((isKey, i) =>
      Buffer.from(vp8.wrap(randomBytes(sizes[i % sizes.length] ?? 0), { ...context, isKey, source: SPEECH }) ?? []),
    );
    const raw = decode(ivf(frames), ['-vf', 'scale=16:9:flags=area,format=gray', '-f', 'rawvideo', '-']);
    expect(raw.byteLength).toBe(frames.length * 16 * 9);
    for (let i = 0; i < frames.length; i++) {
      expect(similarity(Array.from(raw.subarray(i * 144, (i + 1) * 144)), lockCardLuma())).toBeGreaterThan(0.95);
    }
  });
});

function decode(file: Buffer, output: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', '-', ...output], { input: file, maxBuffer: 2 ** 26 });
}

function ivf(frames: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(32);
  head.write('DKIF');
  head.writeUInt16LE(32, 6);
  head.write('VP80', 8);
  head.writeUInt16LE(160, 12);
  head.writeUInt16LE(96, 14);
  head.writeUInt32LE(25, 16);
  head.writeUInt32LE(1, 20);
  return Buffer.concat([
    head,
    ...frames.flatMap((frame, i) => {
      const entry = Buffer.alloc(12);
      entry.writeUInt32LE(frame.byteLength);
      entry.writeUInt32LE(i, 4);
      return [entry, frame];
    }),
  ]);
}

/** Ogg (RFC 3533) with Opus (RFC 7845), one packet per page. */
function ogg(packets: readonly Buffer[]): Buffer {
  const head = Buffer.from([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
  return Buffer.concat(
    [head, tags, ...packets].map((packet, i) => page(packet, i, i < 2 ? 0 : (i - 1) * 960, packets.length + 1)),
  );
}

function page(packet: Buffer, sequence: number, granule: number, last: number): Buffer {
  const lacing = [...Array.from({ length: Math.floor(packet.byteLength / 255) }, () => 255), packet.byteLength % 255];
  const head = Buffer.alloc(27);
  head.write('OggS');
  head.writeUInt8(sequence === 0 ? 2 : sequence === last ? 4 : 0, 5);
  head.writeBigUInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head.writeUInt8(lacing.length, 26);
  const whole = Buffer.concat([head, Buffer.from(lacing), packet]);
  let crc = 0;
  for (const byte of whole) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  whole.writeUInt32LE(crc >>> 0, 22);
  return whole;
}
