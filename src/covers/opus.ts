import { type Cover, enclosed, lengthOf, pieceOrUndefined } from './cover.ts';

/** A CELT frame whose first symbol says silence. */
const SILENT_FRAME = [0xff, 0xfe] as const;
/** Frame durations by the low bits of a TOC's configuration (RFC 6716 section 3.1), in units of 2.5 ms. */
const SILK = [4, 8, 16, 24] as const;
const HYBRID = [4, 8] as const;
const CELT = [1, 2, 4, 8] as const;
/** RFC 6716 section 3.2.5: a packet is at most 120 ms. */
const MAX_UNITS = 48;
/** 2.5 ms at 48 kHz. */
const TICKS_IN_UNIT = 120;
/** CELT, fullband: the configurations of 2.5, 5, 10 and 20 ms follow one another from here. */
const CELT_FULLBAND = 28;
/** Configurations below are SILK's and hybrid ones. */
const FIRST_CELT = 16;
const CODE_3 = 3;
const STEREO = 0x04;
const PADDING = 0x40;
const VBR = 0x80;

/**
 * A packet of code 3 (RFC 6716 section 3.2.5) with silent CELT frames as long as the source packet; the piece is its
 * padding.
 *
 *     TOC | frame count and padding flag | padding length | FF FE per frame | piece
 */
export const opus: Cover = {
  id: 'opus',
  deltaCardFitsAny: true,
  wrap(piece, { source }) {
    const head = headOf(source, lengthOf(piece));
    const packet = enclosed(piece, head.length, 0);
    packet.set(head);
    return packet;
  },
  unwrap(frame) {
    const toc = frame[0];
    const count = frame[1];
    if (toc === undefined || count === undefined) return undefined;
    if ((toc & 3) !== CODE_3 || !(count & PADDING) || count & VBR || toc >> 3 < CELT_FULLBAND) return undefined;
    let offset = 2;
    let padding = 0;
    for (let byte = 255; byte === 255; offset++) {
      byte = frame[offset] ?? -1;
      if (byte < 0) return undefined;
      padding += byte === 255 ? 254 : byte;
    }
    const start = frame.byteLength - padding;
    if (start !== offset + (count & 63) * SILENT_FRAME.length) return undefined;
    for (let i = offset; i < start; i++) if (frame[i] !== SILENT_FRAME[(i - offset) % 2]) return undefined;
    return pieceOrUndefined(frame.subarray(start));
  },
  card(_isKey, received) {
    return new Uint8Array(headOf(received, 0));
  },
};

/**
 * Whether nothing is to be heard in a packet of one frame or of equally long ones: a pause of the encoder (RFC 6716
 * section 2.1.9), or CELT frames that begin with the symbol for silence, behind which a decoder reads nothing.
 */
export function isSilent(packet: Uint8Array): boolean {
  const toc = packet[0];
  if (toc === undefined || packet.byteLength <= 2) return true;
  const code = toc & 3;
  if (code > 1 || toc >> 3 < FIRST_CELT) return false;
  const length = (packet.byteLength - 1) / (code + 1);
  return [0, code].every((frame) => {
    const start = 1 + frame * length;
    return packet[start] === SILENT_FRAME[0] && (packet[start + 1] ?? 0) >= SILENT_FRAME[1];
  });
}

/** How long a packet plays: ticks of 48 kHz, those of 20 ms for what is no packet. */
export function packetTicks(packet: Uint8Array): number {
  return durationOf(packet) * TICKS_IN_UNIT;
}

/** @param padding bytes */
function headOf(source: Uint8Array, padding: number): number[] {
  const units = durationOf(source);
  // The longest frame that divides the packet.
  const size = [3, 2, 1, 0].find((candidate) => units % (CELT[candidate] ?? 1) === 0) ?? 0;
  const frames = units / (CELT[size] ?? 1);
  const stereo = (source[0] ?? 0) & STEREO;
  const head = [((CELT_FULLBAND + size) << 3) | stereo | CODE_3, frames | PADDING];
  let left = padding;
  for (; left > 254; left -= 254) head.push(255);
  head.push(left);
  for (let i = 0; i < frames; i++) head.push(...SILENT_FRAME);
  return head;
}

/** Duration of a packet in units of 2.5 ms, 1 to 48; 20 ms for what is no packet. */
function durationOf(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 8;
  const configuration = toc >> 3;
  const unit =
    configuration < 12
      ? SILK[configuration % 4]
      : configuration < 16
        ? HYBRID[configuration % 2]
        : CELT[configuration % 4];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < CODE_3 ? 2 : (packet[1] ?? 1) & 63;
  const units = (unit ?? 8) * frames;
  return units >= 1 && units <= MAX_UNITS ? units : 8;
}
