/** `npm start`: installs what is missing, builds, and runs the demo with the given arguments. */
import { spawn } from 'node:child_process';
import { prepare, ROOT } from './prepare.mjs';

prepare(['chromium', 'ffmpeg']);

const demo = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
// The demo closes its browsers first; this process has to outlive it to pass its exit code on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal));
demo.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
demo.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
