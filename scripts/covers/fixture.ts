/** The committed picture that browser tests compare an outsider's video with. */
import { spawnSync } from 'node:child_process';
import { drawLockCard } from './lock-card.ts';

export const FIXTURE = 'test/fixtures/lock-card.png';
const SIDE = 192;

/** The fixture's pixels as they should be: RGB, 192 x 192. */
export function fixturePixels(): Uint8Array {
  return drawLockCard(SIDE);
}

export function writeFixture(): void {
  const size = `${SIDE}x${SIDE}`;
  const format = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-i', '-', '-fflags', '+bitexact'];
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...format, FIXTURE], { input: fixturePixels() });
  if (status !== 0) throw new Error('ffmpeg did not write the picture');
}
