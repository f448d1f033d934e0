/** The plainest containers in which ffmpeg takes encoded frames. */

const FRAMES_PER_SECOND = 25;

/** An IVF file. @param fourcc 'VP80', 'VP90' or 'AV01' */
export function ivf(fourcc: string, frames: readonly Uint8Array[], width: number, height: number): Buffer {
  const head = Buffer.alloc(32);
  head.write('DKIF');
  head.writeUInt16LE(head.byteLength, 6);
  head.write(fourcc, 8);
  head.writeUInt16LE(width, 12);
  head.writeUInt16LE(height, 14);
  head.writeUInt32LE(FRAMES_PER_SECOND, 16);
  head.writeUInt32LE(1, 20);
  head.writeUInt32LE(frames.length, 24);
  const parts = frames.flatMap((frame, i) => {
    const frameHead = Buffer.alloc(12);
    frameHead.writeUInt32LE(frame.byteLength, 0);
    frameHead.writeUInt32LE(i, 4);
    return [frameHead, frame];
  });
  return Buffer.concat([head, ...parts]);
}

/** The frames of an IVF file. */
export function ivfFrames(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let offset = file.readUInt16LE(6); offset < file.byteLength; ) {
    const length = file.readUInt32LE(offset);
    frames.push(file.subarray(offset + 12, offset + 12 + length));
    offset += 12 + length;
  }
  return frames;
}

/** The frames of an H.264 or H.265 byte stream (annex B) that has an access unit delimiter before each. */
export function annexBFrames(codec: 'h264' | 'h265', stream: Buffer): Buffer[] {
  const delimiter = Buffer.from(codec === 'h264' ? [0, 0, 0, 1, 0x09] : [0, 0, 0, 1, 0x46, 0x01]);
  const frames: Buffer[] = [];
  for (let start = stream.indexOf(delimiter); start >= 0; ) {
    const next = stream.indexOf(delimiter, start + 1);
    frames.push(stream.subarray(start, next < 0 ? undefined : next));
    start = next;
  }
  return frames;
}

/** A packet and its duration in samples at 48 kHz. */
export interface OpusPacket {
  readonly bytes: Uint8Array;
  readonly samples: number;
}

/** An Ogg Opus file (RFC 7845), one page per packet, no pre-skip. */
export function oggOpus(packets: readonly OpusPacket[], channels: 1 | 2): Buffer {
  const head = Buffer.from('OpusHead\x01\0\0\0\0\0\0\0\0\0\0', 'latin1');
  head[9] = channels;
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');
  const pages = [oggPage(head, 0, 0, 2), oggPage(tags, 1, 0, 0)];
  let position = 0;
  packets.forEach(({ bytes, samples }, i) => {
    position += samples;
    pages.push(oggPage(bytes, i + 2, position, i === packets.length - 1 ? 4 : 0));
  });
  return Buffer.concat(pages);
}

/** The packets of an Ogg Opus file that has one page per packet, without its two headers. */
export function oggOpusPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let offset = 0; offset < file.byteLength; ) {
    const start = offset + 27 + file.readUInt8(offset + 26);
    const length = file.subarray(offset + 27, start).reduce((sum, segment) => sum + segment, 0);
    packets.push(file.subarray(start, start + length));
    offset = start + length;
  }
  return packets.slice(2);
}

/** One packet of up to 65,024 bytes as one page (RFC 3533 section 6). */
function oggPage(packet: Uint8Array, sequence: number, position: number, flags: number): Buffer {
  const segments = Math.floor(packet.byteLength / 255) + 1;
  const head = Buffer.alloc(27 + segments, 255);
  head.write('OggS\0', 0, 'latin1');
  head[5] = flags;
  head.writeBigUInt64LE(BigInt(position), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head.writeUInt32LE(0, 22);
  head[26] = segments;
  head[26 + segments] = packet.byteLength % 255;
  const page = Buffer.concat([head, packet]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

function oggChecksum(page: Uint8Array): number {
  let checksum = 0;
  for (const byte of page) {
    checksum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) checksum = (checksum << 1) ^ (checksum < 0 ? 0x04c11db7 : 0);
  }
  return checksum >>> 0;
}
