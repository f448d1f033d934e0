/** Stock decoders (ffmpeg), as judges of covers. */
import { spawnSync } from 'node:child_process';
import { annexBFrames, ivf, type OpusPacket, oggOpus } from './containers.ts';

/** A frame, and the size of the picture that a decoder must make of it, in pixels. */
export interface SizedFrame {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly luma: Uint8Array;
  /** U, then V. */
  readonly chroma: Uint8Array;
}

export type VideoCodec = 'vp8' | 'vp9' | 'av1' | 'h264' | 'h265';

/** IVF for all of them: it says where a frame ends, as RTP does. */
const FOURCC = { vp8: 'VP80', vp9: 'VP90', av1: 'AV01', h264: 'H264', h265: 'HEVC' } as const;

/**
 * Decodes frames as one stream, one picture for each.
 *
 * @param decoder ffmpeg's name of it, such as 'libvpx'
 * @throws Error when the decoder complains about anything, or makes fewer or other pictures
 */
export function decodeVideo(codec: VideoCodec, decoder: string, frames: readonly SizedFrame[]): Picture[] {
  const [first = { width: 0, height: 0 }] = frames;
  const bytes = frames.map((frame) => frame.bytes);
  const raw = ffmpeg(ivf(FOURCC[codec], bytes, first.width, first.height), [
    ...['-c:v', decoder, '-f', 'ivf', '-i', '-', '-fps_mode', 'passthrough'],
    // Pictures as they come: otherwise ffmpeg scales all to the size of the first.
    ...['-autoscale', '0', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'],
  ]);
  let offset = 0;
  const take = (length: number): Uint8Array => {
    offset += length;
    return raw.subarray(offset - length, offset);
  };
  const pictures = frames.map(({ width, height }) => {
    const luma = take(width * height);
    return { width, height, luma, chroma: take(2 * ((width + 1) >> 1) * ((height + 1) >> 1)) };
  });
  if (offset !== raw.byteLength) throw new Error(`${decoder}: ${raw.byteLength} bytes of pictures, not ${offset}`);
  return pictures;
}

/**
 * Frames as a browser would send them: a moving picture, a key frame and deltas that each need the one before, again and
 * again.
 *
 * @param keyInterval frames from one key frame to the next
 */
export function encodeNalUnits(
  codec: 'h264' | 'h265',
  { width, height, frames, keyInterval }: { width: number; height: number; frames: number; keyInterval: number },
): SizedFrame[] {
  const parameters = `keyint=${keyInterval}:min-keyint=${keyInterval}:scenecut=0:bframes=0:aud=1:repeat-headers=1`;
  const encoder = {
    h264: ['-c:v', 'libx264', '-x264-params', parameters, '-f', 'h264', '-'],
    h265: ['-c:v', 'libx265', '-x265-params', `${parameters}:open-gop=0:log-level=none`, '-f', 'hevc', '-'],
  }[codec];
  const source = `testsrc2=size=${width}x${height}:rate=25`;
  const stream = ffmpeg(new Uint8Array(0), [
    ...['-f', 'lavfi', '-i', source, '-frames:v', String(frames), '-pix_fmt', 'yuv420p', '-tune', 'zerolatency'],
    ...encoder,
  ]);
  return annexBFrames(codec, stream).map((bytes) => ({ bytes, width, height }));
}

/** Decodes packets to samples at 48 kHz, interleaved. @throws Error when the decoder complains */
export function decodeOpus(decoder: 'opus' | 'libopus', packets: readonly OpusPacket[], channels: 1 | 2): Float32Array {
  const raw = ffmpeg(oggOpus(packets, channels), [
    ...['-c:a', decoder, '-f', 'ogg', '-i', '-', '-f', 'f32le', '-ac', String(channels), '-ar', '48000', '-'],
  ]);
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
}

/** What dav1d says of every metadata OBU that it skips, as it should. */
const HARMLESS = /^\[libdav1d @ \w+\] Unknown Metadata OBU type 31\n/gm;

/** Runs ffmpeg on `input`. @throws Error when it fails, or says anything at the level of errors */
export function ffmpeg(input: Uint8Array, args: readonly string[]): Buffer {
  const { stdout, stderr, status, error } = spawnSync('ffmpeg', ['-v', 'repeat+error', '-threads', '1', ...args], {
    input,
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  const complaints = stderr.toString().replaceAll(HARMLESS, '');
  if (status !== 0 || complaints) throw new Error(`ffmpeg: ${complaints}`);
  return stdout;
}

/** Sizes in bytes of the access units in which a strict parser, ffmpeg's, takes a stream in Annex B form apart. */
export function accessUnits(codec: 'h264' | 'h265', stream: Uint8Array): number[] {
  const demuxer = codec === 'h264' ? 'h264' : 'hevc';
  const { status, stdout, stderr } = spawnSync(
    'ffprobe',
    ['-v', 'error', '-f', demuxer, '-show_entries', 'packet=size', '-of', 'csv=p=0', '-'],
    { input: stream },
  );
  if (status !== 0) throw new Error(`ffprobe: ${stderr.toString()}`);
  return stdout.toString().split('\n').filter(Boolean).map(Number);
}
