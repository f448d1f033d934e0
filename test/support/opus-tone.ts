/** A tone of 1 kHz as Opus packets, made by ffmpeg. */
import { execFileSync } from 'node:child_process';
import { TONE_HZ } from './media.ts';

/** Packets before the tone: the head and the tags of the file (RFC 7845 section 3). */
const HEADERS = 2;

/** @returns a second of packets of 20 ms */
export function opusTone(): Buffer[] {
  const source = `sine=frequency=${TONE_HZ}:duration=1:sample_rate=48000`;
  const coded = ['-c:a', 'libopus', '-b:a', '32k', '-frame_duration', '20', '-f', 'ogg', '-'];
  const file = execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...coded]);
  return packetsOf(file).slice(HEADERS);
}

/** The packets of an Ogg file (RFC 3533 section 6). */
function packetsOf(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let page = 0; page < file.length; ) {
    const segments = file.subarray(page + 27, page + 27 + file.readUInt8(page + 26));
    let at = page + 27 + segments.length;
    for (const length of segments) {
      parts.push(file.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    page = at;
  }
  return packets;
}
