/** The fake camera and microphone: a moving picture and a 1 kHz tone, both known, made once by ffmpeg. */
import { execFile } from 'node:child_process';
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
  mkdirSync(FOLDER, { recursive: true });
  const files = { video: join(FOLDER, 'moving.y4m'), audio: join(FOLDER, 'tone.wav') };
  await make(files.video, [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=480x272:rate=20:duration=3,noise=alls=12:allf=t',
    '-pix_fmt',
    'yuv420p',
  ]);
  await make(files.audio, ['-f', 'lavfi', '-i', `sine=frequency=${TONE_HZ}:duration=5:sample_rate=48000`, '-ac', '2']);
  return files;
}

async function make(path: string, args: readonly string[]): Promise<void> {
  if (existsSync(path)) return;
  // Two tests that make it at the same time both end with a whole file.
  const part = `${path}.${process.pid}.${path.split('.').at(-1)}`;
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...args, part]);
  renameSync(part, path);
}
