import type { FrameShape } from '../results.ts';

/** An encoded frame as contestants see one: as much of RTCEncodedVideoFrame and RTCEncodedAudioFrame as they read. */
export interface SyntheticFrame {
  data: ArrayBuffer;
  readonly timestamp: number;
  readonly type?: 'key' | 'delta';
  getMetadata(): Readonly<Record<string, unknown>>;
}

/** Bytes. */
export function sizeOf({ data }: SyntheticFrame): number {
  return data.byteLength;
}

const SSRC = 0x1234_5678;
const PICTURE = { width: 1280, height: 720 } as const;
/** Of the RTP timestamp, for a thirtieth of a second. */
const TICKS = 3_000;
/** Randomness comes in portions of this many bytes at most. */
const MAX_RANDOM = 65_536;
/** Annex B: an IDR or P slice and the first bytes of its header, as contestants look for them. */
const SLICE_HEADS: Readonly<Record<string, Readonly<Record<'key' | 'delta', readonly number[]>>>> = {
  'video/H264': { key: [0, 0, 0, 1, 0x65, 0x88, 0x84], delta: [0, 0, 0, 1, 0x41, 0x9a, 0x24] },
  'video/H265': { key: [0, 0, 0, 1, 0x26, 0x01, 0xaf], delta: [0, 0, 0, 1, 0x02, 0x01, 0xd0] },
};
/** CELT, fullband, 20 ms; one frame (RFC 6716 section 3.1). */
const OPUS_TOC = 31 << 3;

export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += MAX_RANDOM) crypto.getRandomValues(bytes.subarray(i, i + MAX_RANDOM));
  return bytes;
}

/** Frames of this shape, alike in all but their timestamp; each has memory of its own. */
export function makeFrames(shape: FrameShape, count: number): SyntheticFrame[] {
  const { mimeType, type } = shape;
  const body = bodyOf(shape);
  return Array.from({ length: count }, (_, i) => {
    const timestamp = i * TICKS;
    const metadata = { mimeType, synchronizationSource: SSRC, rtpTimestamp: timestamp, ...(type && PICTURE) };
    // What has a `type` at all is video to LiveKit.
    return { data: body.slice().buffer, timestamp, ...(type && { type }), getMetadata: () => metadata };
  });
}

function bodyOf({ mimeType, type, size }: FrameShape): Uint8Array<ArrayBuffer> {
  const body = randomBytes(size);
  if (mimeType === 'audio/opus') body[0] = OPUS_TOC;
  const head = type && SLICE_HEADS[mimeType]?.[type];
  if (head) {
    // Without zeros there is no start code within the slice.
    for (let i = 0; i < size; i++) body[i] ||= 1;
    body.set(head);
  }
  return body;
}
