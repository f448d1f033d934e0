/** A sound card that nobody hears: without one Firefox runs no AudioContext. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../../test/support/poll.ts';

/**
 * Has browsers that are started from now on play into it.
 *
 * @returns ends it
 * @throws when PulseAudio is not installed
 */
export async function startSoundCard(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'callseal-sound-'));
  const socket = join(folder, 'socket');
  const modules = ['module-null-sink rate=48000', `module-native-protocol-unix socket=${socket} auth-anonymous=1`];
  const daemon = spawn(
    'pulseaudio',
    ['-n', '--exit-idle-time=-1', '--use-pid-file=no', '--daemonize=no', ...modules.flatMap((name) => ['-L', name])],
    { env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder }, stdio: 'ignore' },
  );
  let missing = false;
  daemon.once('error', () => {
    missing = true;
  });
  await poll(async () => missing || existsSync(socket));
  if (missing) throw new Error('There is no pulseaudio: install it first, such as by apt-get install pulseaudio.');
  process.env.PULSE_SERVER = `unix:${socket}`;
  return () => {
    daemon.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
}
