/** Three fake cameras, so that it can be told whose picture somebody sees. Each moves in every frame. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../test-output/media', import.meta.url));
const FORMAT = 'size=480x272:rate=15';
const NOISE = 'noise=alls=4:allf=t';

const SOURCES = {
  Ada: `testsrc2=${FORMAT},${NOISE}`,
  Bo: `mandelbrot=${FORMAT}:start_scale=2.6:end_scale=1.6:end_pts=150,${NOISE}`,
  Outsider: `smptehdbars=${FORMAT},hue=H=2*PI*t/30,${NOISE}`,
} as const;

export type Name = keyof typeof SOURCES;
export const NAMES = ['Ada', 'Bo', 'Outsider'] as const satisfies readonly Name[];
export const MEMBERS = ['Ada', 'Bo'] as const satisfies readonly Name[];
export type Member = (typeof MEMBERS)[number];

/** Path of a Y4M file for Chromium's fake camera, made on first use. @throws when ffmpeg is missing */
export async function cameraOf(name: Name): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `camera-${name.toLowerCase()}-15.y4m`);
  if (existsSync(path)) return path;
  const part = `${path}.${process.pid}.y4m`;
  const source = ['-f', 'lavfi', '-i', SOURCES[name], '-t', '3', '-pix_fmt', 'yuv420p'];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...source, part]);
  renameSync(part, path);
  return path;
}
