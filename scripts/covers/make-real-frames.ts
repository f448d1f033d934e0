/** Writes a few small frames of real encoders, which tests and the fuzz command seal and change. */
import { writeFileSync } from 'node:fs';
import { ivfFrames, oggOpusPackets } from './containers.ts';
import { encodeNalUnits, ffmpeg } from './decode.ts';

const FILE = 'test/fixtures/real-frames.json';
const SIZE = { width: 64, height: 48 } as const;
const FRAMES = 4;

const NOTHING = new Uint8Array(0);
const PICTURE = ['-f', 'lavfi', '-i', `testsrc2=size=${SIZE.width}x${SIZE.height}:rate=25`];

const video = (frames: readonly Uint8Array[]) => frames.map((bytes, i) => ({ isKey: i === 0, bytes: base64(bytes) }));

const ivfVideo = (...encoder: readonly string[]) =>
  video(
    ivfFrames(
      ffmpeg(NOTHING, [...PICTURE, '-frames:v', `${FRAMES}`, '-pix_fmt', 'yuv420p', ...encoder, '-f', 'ivf', '-']),
    ),
  );

const nalUnits = (codec: 'h264' | 'h265') =>
  video(encodeNalUnits(codec, { ...SIZE, frames: FRAMES, keyInterval: 250 }).map(({ bytes }) => bytes));

/** A tone, then silence, which is sent as a byte or two where the encoder may leave it out. */
const opus = (channels: 1 | 2, ...settings: readonly string[]) =>
  oggOpusPackets(
    ffmpeg(NOTHING, [
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=0.1,apad=whole_dur=0.3', '-ac', `${channels}`],
      ...['-c:a', 'libopus', ...settings, '-page_duration', '1', '-f', 'ogg', '-'],
    ]),
  ).map((bytes) => ({ isKey: false, bytes: base64(bytes) }));

const libvpx = ['-g', '250', '-deadline', 'realtime', '-lag-in-frames', '0'];

const frames = {
  opus: [
    ...opus(1, '-application', 'voip', '-b:a', '16k', '-dtx', '1', '-fec', '1').slice(0, 8),
    ...opus(2, '-b:a', '64k', '-frame_duration', '10').slice(0, 4),
    ...opus(1, '-b:a', '12k', '-frame_duration', '60').slice(0, 2),
  ],
  vp8: ivfVideo('-c:v', 'libvpx', ...libvpx),
  vp9: ivfVideo('-c:v', 'libvpx-vp9', ...libvpx),
  h264: nalUnits('h264'),
  av1: ivfVideo('-c:v', 'libaom-av1', '-g', '250', '-usage', 'realtime', '-lag-in-frames', '0', '-cpu-used', '8'),
  h265: nalUnits('h265'),
};

writeFileSync(FILE, `${JSON.stringify(frames, undefined, 2)}\n`);
console.error(FILE);

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
