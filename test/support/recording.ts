/** Reads what a server kept: Janus' .mjr files, RTP packets, and the encoded frames in them. */
import { readFileSync } from 'node:fs';
import { type Codec, VIDEO_FORMATS } from './depacketize.ts';

export interface Packet {
  readonly timestamp: number;
  readonly sequence: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface Frame {
  readonly kind: 'audio' | 'video';
  readonly codec: Codec;
  readonly isKey: boolean;
  readonly bytes: Buffer;
}

/** Packets of an .mjr file (MJR00002): a JSON head, then "MEET", 4 bytes of time, 2 of length, and an RTP packet each. */
export function readMjr(path: string): Packet[] {
  const file = readFileSync(path);
  const packets: Packet[] = [];
  if (file.byteLength < 10) return packets; // nothing was received yet
  if (file.toString('latin1', 0, 8) !== 'MJR00002') throw new Error(`${path} is no recording`);
  for (let offset = 10 + file.readUInt16BE(8); offset + 10 <= file.byteLength; ) {
    if (file.toString('latin1', offset, offset + 4) !== 'MEET') throw new Error(`${path} is broken at ${offset}`);
    const length = file.readUInt16BE(offset + 8);
    if (offset + 10 + length > file.byteLength) break; // still being written
    const packet = parseRtp(file.subarray(offset + 10, offset + 10 + length));
    if (packet) packets.push(packet);
    offset += 10 + length;
  }
  return packets;
}

/** An RTP packet (RFC 3550 section 5.1) without header extension and padding; undefined when nothing is left. */
export function parseRtp(bytes: Buffer): Packet | undefined {
  if (bytes.byteLength < 12) return undefined;
  const first = bytes.readUInt8(0);
  let start = 12 + (first & 0x0f) * 4;
  if (first & 0x10) start += 4 + bytes.readUInt16BE(start + 2) * 4;
  const end = bytes.byteLength - (first & 0x20 ? bytes.readUInt8(bytes.byteLength - 1) : 0);
  if (end <= start) return undefined;
  return {
    timestamp: bytes.readUInt32BE(4),
    sequence: bytes.readUInt16BE(2),
    marker: (bytes.readUInt8(1) & 0x80) !== 0,
    payload: bytes.subarray(start, end),
  };
}

/** The codec that an .mjr file's head names. */
export function codecOf(path: string): Codec {
  const file = readFileSync(path);
  const head = JSON.parse(file.toString('utf8', 10, 10 + file.readUInt16BE(8))) as { readonly c: string };
  if (head.c !== 'opus' && !Object.hasOwn(VIDEO_FORMATS, head.c)) throw new Error(`${path} holds ${head.c}`);
  return head.c as Codec;
}

/** Encoded frames of a stream of packets: one per packet for Opus, one per layer for VP9, else one per timestamp. */
export function framesOf(codec: Codec, packets: readonly Packet[]): Frame[] {
  if (codec === 'opus') return packets.map(({ payload }) => ({ kind: 'audio', codec, isKey: false, bytes: payload }));
  const { assemble, isKey, ends } = VIDEO_FORMATS[codec];
  const frames: Frame[] = [];
  let payloads: Buffer[] = [];
  let timestamp: number | undefined;
  let next: number | undefined;
  let whole = true;
  for (const packet of sorted(packets)) {
    if (packet.timestamp !== timestamp) {
      payloads = [];
      whole = true;
      timestamp = packet.timestamp;
    } else if (next !== packet.sequence) whole = false;
    next = (packet.sequence + 1) & 0xffff;
    payloads.push(packet.payload);
    if (!(ends?.(packet.payload) ?? packet.marker)) continue;
    // A frame whose packets were lost cannot be judged.
    const bytes = whole ? assemble(payloads) : undefined;
    if (bytes && bytes.byteLength > 0) frames.push({ kind: 'video', codec, isKey: isKey(bytes), bytes });
    payloads = [];
    whole = true;
  }
  return frames;
}

/** By sequence number, which wraps; repeated packets once. */
function sorted(packets: readonly Packet[]): Packet[] {
  let cycles = 0;
  let last: number | undefined;
  const unwrapped = packets.map((packet) => {
    if (last !== undefined) {
      if (packet.sequence < last - 0x8000) cycles++;
      else if (packet.sequence > last + 0x8000 && cycles > 0) {
        return { packet, order: (cycles - 1) * 0x10000 + packet.sequence };
      }
    }
    last = packet.sequence;
    return { packet, order: cycles * 0x10000 + packet.sequence };
  });
  const once = new Map(unwrapped.map((entry) => [entry.order, entry]));
  return Array.from(once.values())
    .toSorted((one, other) => one.order - other.order)
    .map(({ packet }) => packet);
}
