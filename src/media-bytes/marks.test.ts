import { describe, expect, it } from 'vitest';
import { Marks } from './marks.ts';

/** Bytes that do not repeat, the same at each run. */
function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Marks', () => {
  it('knows what was read again: whole, behind a header, and each piece of it', () => {
    const marks = new Marks();
    const read = noise(10_000);
    marks.remember(read);
    expect(marks.foundIn(read)).toBe(true);
    expect(marks.foundIn(join(noise(7, 9), read))).toBe(true);
    for (let start = 0; start + 600 <= read.byteLength; start += 600) {
      expect(marks.foundIn(read.subarray(start, start + 600)), String(start)).toBe(true);
    }
  });

  it('knows it in base64, wherever it starts in the groups of three', () => {
    for (const before of [0, 1, 2, 3]) {
      const marks = new Marks();
      const read = noise(900);
      marks.remember(read);
      const text = Buffer.from(join(noise(before, 9), read)).toString('base64');
      expect(marks.foundIn(ascii(JSON.stringify({ audio: text }))), String(before)).toBe(true);
    }
  });

  it('knows samples as they are and as 16-bit integers of either scale', () => {
    const samples = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i / 7) * 0.3 + Math.sin(i / 3) * 0.2);
    for (const negative of [0x8000, 0x7fff]) {
      const marks = new Marks();
      marks.rememberSamples(samples);
      const sent = new Int16Array(samples.length);
      samples.forEach((sample, i) => {
        sent[i] = sample < 0 ? sample * negative : sample * 0x7fff;
      });
      expect(marks.foundIn(new Uint8Array(sent.buffer))).toBe(true);
      expect(marks.foundIn(new Uint8Array(samples.buffer))).toBe(true);
    }
  });

  it('does not take other bytes, black or silence for it', () => {
    const marks = new Marks();
    expect(marks.foundIn(noise(100))).toBe(false);
    marks.remember(join(noise(5_000), new Uint8Array(5_000)));
    expect(marks.foundIn(noise(50_000, 77))).toBe(false);
    expect(marks.foundIn(new Uint8Array(5_000))).toBe(false);
    expect(marks.foundIn(new Uint8Array(0))).toBe(false);
  });

  it('forgets the oldest first', () => {
    const marks = new Marks();
    marks.remember(noise(1_000));
    for (let seed = 2; seed < 60; seed++) marks.remember(noise(256 * 600, seed));
    expect(marks.foundIn(noise(1_000))).toBe(false);
    expect(marks.foundIn(noise(256 * 600, 59))).toBe(true);
  });
});
