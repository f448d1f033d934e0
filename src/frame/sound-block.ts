import { type Bytes, readBigEndian, writeBigEndian } from '../bytes.ts';

/** An Opus packet that travels in a picture. */
export interface SoundPacket {
  /** Which of its sender's sounds it belongs to, 0 to 255. */
  readonly source: number;
  /** When it begins on that sound's clock of 48 kHz, 32 bits. */
  readonly time: number;
  readonly opus: Uint8Array;
}

/** The extension's type, and the most that one extension holds: bytes. */
export const SOUND = 4;
const MAX_VALUE = 255;
const HEAD = 2;
/** Count (1), source (1), time of the newest packet (4). */
const BLOCK_HEAD = 6;
/** How much older it is than the newest (2), length (2). */
const PACKET_HEAD = 4;
const MAX_COUNT = 255;
/** The oldest that a packet can be beside the newest of its block: 48 kHz. */
const MAX_AGE = 0xffff;

/**
 * What a picture says of sound (docs/frame-format.md, "Sound in pictures"), as extensions: one after the other, since each
 * holds 255 bytes.
 *
 * @param packets at most 255 of each source, the newest of each last and at most 65,535 ticks older than that
 * @param size bytes that the sound takes with its padding, at least `soundLength(packets)`
 */
export function encodeSound(packets: readonly SoundPacket[], size: number): Bytes {
  const value = new Uint8Array(size);
  let offset = 0;
  for (const [source, block] of bySource(packets)) {
    const newest = block.at(-1)?.time ?? 0;
    value[offset] = block.length;
    value[offset + 1] = source;
    writeBigEndian(value, offset + 2, newest, 4);
    offset += BLOCK_HEAD;
    for (const { time, opus } of block) {
      writeBigEndian(value, offset, (newest - time) >>> 0, 2);
      writeBigEndian(value, offset + 2, opus.byteLength, 2);
      value.set(opus, offset + PACKET_HEAD);
      offset += PACKET_HEAD + opus.byteLength;
    }
  }
  return inExtensions(value);
}

/** Bytes that the packets take, without padding. */
export function soundLength(packets: readonly SoundPacket[]): number {
  const blocks = bySource(packets).size * BLOCK_HEAD;
  return packets.reduce((length, { opus }) => length + PACKET_HEAD + opus.byteLength, blocks);
}

/**
 * Takes a sound apart. Total: any bytes in, a result out.
 *
 * @param value of all sound extensions of a picture, one behind the other
 * @returns views into `value`; undefined when it is no sound, which only a member could have made
 */
export function decodeSound(value: Uint8Array): readonly SoundPacket[] | undefined {
  const packets: SoundPacket[] = [];
  for (let offset = 0; (value[offset] ?? 0) !== 0; ) {
    if (offset + BLOCK_HEAD > value.byteLength) return undefined;
    const [count = 0, source = 0] = value.subarray(offset, offset + 2);
    const newest = number(value, offset + 2, 4);
    offset += BLOCK_HEAD;
    for (let i = 0; i < count; i++) {
      const start = offset + PACKET_HEAD;
      if (start > value.byteLength) return undefined;
      const end = start + number(value, offset + 2, 2);
      if (end > value.byteLength || end === start) return undefined;
      packets.push({ source, time: (newest - number(value, offset, 2)) >>> 0, opus: value.subarray(start, end) });
      offset = end;
    }
  }
  return packets;
}

/** Whether a packet may still be told beside a newer one of its source. @param newest of it, 48 kHz */
export function isTellable(time: number, newest: number): boolean {
  return (newest - time) >>> 0 <= MAX_AGE;
}

function bySource(packets: readonly SoundPacket[]): Map<number, SoundPacket[]> {
  const sources = new Map<number, SoundPacket[]>();
  for (const packet of packets) {
    const block = sources.get(packet.source) ?? [];
    sources.set(packet.source, block);
    if (block.push(packet) > MAX_COUNT) block.shift();
  }
  return sources;
}

function inExtensions(value: Bytes): Bytes {
  const extensions = new Uint8Array(value.byteLength + HEAD * Math.ceil(value.byteLength / MAX_VALUE));
  for (let from = 0, to = 0; from < value.byteLength; from += MAX_VALUE) {
    const part = value.subarray(from, from + MAX_VALUE);
    extensions[to] = SOUND;
    extensions[to + 1] = part.byteLength;
    extensions.set(part, to + HEAD);
    to += HEAD + part.byteLength;
  }
  return extensions;
}

function number(bytes: Uint8Array, offset: number, length: number): number {
  return Number(readBigEndian(bytes, offset, length));
}
