import type { CodecId } from '../codecs.ts';

/** Bytes of a key frame that holds next to nothing. */
const MAX_BYTES = 64;
/** Pixels to a side. */
const MAX_SIDE = 16;
/** RFC 6386 section 9.1. */
const VP8_START = [0x9d, 0x01, 0x2a] as const;
/** A start code of 4 bytes, and the type of a sequence parameter set (H.264 table 7-1). */
const H264_START = [0, 0, 0, 1] as const;
const SPS = 7;

/**
 * Whether a key frame shows nothing: servers put some of 8 x 8 (VP8) or 2 x 2 (H.264) into a stream whose sender has
 * stopped, so that the last picture does not stand still. Of other codecs there are none.
 */
export function isBlankPicture(codec: CodecId, frame: Uint8Array): boolean {
  if (frame.byteLength > MAX_BYTES) return false;
  if (codec === 'h264') return begins(frame, 0, H264_START) && ((frame[H264_START.length] ?? 0) & 31) === SPS;
  return codec === 'vp8' && begins(frame, 3, VP8_START) && [6, 8].every((at) => side(frame, at) <= MAX_SIDE);
}

function begins(frame: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => frame[at + i] === byte);
}

/** 14 bits, the lowest byte first. */
function side(frame: Uint8Array, at: number): number {
  return (((frame[at + 1] ?? 0xff) & 0x3f) << 8) | (frame[at] ?? 0xff);
}
