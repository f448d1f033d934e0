/** Looks for a Chromium that can load an unpacked extension. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findBrowser } from '../test/support/browsers.ts';

/** Chrome itself is not among them: from version 137 on it ignores --load-extension. */
const NAMES = ['chromium', 'chromium-browser'];

/**
 * Makes sure that a Chromium is known, by CALLSEAL_CHROMIUM, in the usual place or on the PATH.
 *
 * @throws with one line that says what to install
 */
export function findChromium(): void {
  const given = process.env.CALLSEAL_CHROMIUM;
  if (given && !existsSync(given)) throw new Error(`CALLSEAL_CHROMIUM names ${given}, but there is no such file.`);
  if (findBrowser('chromium')) return;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)))
    .find((path) => existsSync(path));
  if (!found) throw new Error(`No Chromium was found. ${advice()}`);
  process.env.CALLSEAL_CHROMIUM = found;
}

function advice(): string {
  const name = 'set CALLSEAL_CHROMIUM to its full path';
  if (process.platform === 'darwin') return `Install it with "brew install --cask chromium", or ${name}.`;
  if (process.platform === 'win32') return `Install it with "winget install Hibbiki.Chromium", then ${name}.`;
  return `Install it with "apt install chromium" (or your system's way), or ${name}.`;
}
