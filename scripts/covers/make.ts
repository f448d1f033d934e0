/** Makes the lock cards that need an encoder, from the one picture, with ffmpeg. */
import { execFileSync } from 'node:child_process';
import { drawLockCard } from './lock-card.ts';

/** Small: it is drawn at every key frame. In pixels. */
const WIDTH = 160;
const HEIGHT = 96;

/** libvpx's flags for a frame that refreshes no reference and no probabilities. */
const REFRESH_NOTHING = (1 << 18) + (1 << 20) + (1 << 22) + (1 << 23);

/** A key frame with the lock card, and a delta frame that shows it again and refreshes nothing. */
export function makeVp8(): { readonly key: Buffer; readonly delta: Buffer } {
  const card = drawLockCard(WIDTH, HEIGHT);
  const two = Buffer.concat([card.rgb, card.rgb]);
  const ivf = execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`, '-r', '25', '-i', '-'],
      ...['-vf', `format=yuv420p,metadata=mode=add:key=vp8-flags:value=${REFRESH_NOTHING}:enable='gt(n,0)'`],
      ...['-c:v', 'libvpx', '-error-resilient', 'default', '-auto-alt-ref', '0', '-lag-in-frames', '0'],
      ...[
        '-crf',
        '40',
        '-b:v',
        '0',
        '-qmin',
        '40',
        '-qmax',
        '48',
        '-static-thresh',
        '1000000',
        '-threads',
        '1',
        '-f',
        'ivf',
        '-',
      ],
    ],
    { input: two, maxBuffer: 2 ** 24 },
  );
  const [key, delta] = ivfFrames(ivf);
  if (!key || !delta) throw new Error('ffmpeg made fewer than two frames');
  return { key, delta };
}

export function ivfFrames(ivf: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let offset = ivf.readUInt16LE(6); offset < ivf.byteLength; ) {
    const length = ivf.readUInt32LE(offset);
    frames.push(ivf.subarray(offset + 12, offset + 12 + length));
    offset += 12 + length;
  }
  return frames;
}

/** The text of src/covers/vp8.generated.ts. */
export function vp8Source({ key, delta }: { readonly key: Buffer; readonly delta: Buffer }): string {
  return `// Made by scripts/covers/main.ts from the lock card's picture. Do not edit.
import type { Bytes } from '../bytes.ts';
import { fromHex } from './hex.ts';

/** Key frame, ${WIDTH} x ${HEIGHT}. */
export const VP8_KEY: Bytes = fromHex(
  '${key.toString('hex')}',
);

/** Delta frame: the last picture again; refreshes nothing. */
export const VP8_DELTA: Bytes = fromHex('${delta.toString('hex')}');
`;
}
