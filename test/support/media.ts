/** The fake camera and microphone: a moving picture and a 1 kHz tone, both known, made once by ffmpeg. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER = new URL('../../test-output/media', import.meta.url).pathname;

export interface MediaFiles {
  readonly video: string;
  readonly audio: string;
}

/** Hertz of the tone in every fake microphone. */
export const TONE_HZ = 1_000;

/** Paths of a Y4M picture that moves everywhere in every frame, and of a WAV tone. */
export async function mediaFiles(): Promise<MediaFiles> {
  const audio = join(FOLDER, 'tone.wav');
  const video = await movingPicture('moving', '480x272');
  await make(audio, ['-f', 'lavfi', '-i', `sine=frequency=${TONE_HZ}:duration=5:sample_rate=48000`, '-ac', '2']);
  return { video, audio };
}

/** Path of the moving picture in a size that has room for three layers. */
export function largePicture(): Promise<string> {
  return movingPicture('moving-large', '960x544');
}

async function movingPicture(name: string, size: string): Promise<string> {
  const path = join(FOLDER, `${name}.y4m`);
  const source = `testsrc2=size=${size}:rate=20:duration=3,noise=alls=12:allf=t`;
  await make(path, ['-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p']);
  return path;
}

async function make(path: string, args: readonly string[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  if (existsSync(path)) return;
  // Two browsers that start at the same time both end with a whole file.
  const part = `${path}.${randomUUID()}.${path.split('.').at(-1)}`;
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...args, part]);
  renameSync(part, path);
}
