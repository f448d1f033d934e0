/** The demo's command line. */
import { parseArgs } from 'node:util';

export const HELP = `npm start -- [options]

  --off          the same call with protection off: shows that the search finds what is there to find
  --json         print one JSON object with all figures, and nothing else, on standard output
  --keep-open    show the three browser windows and leave them open until you press Ctrl+C (needs a desktop)
  --by-hand      open the three windows before the call, and leave all of it to you (needs a desktop)
  --seconds N    let the call last at least N seconds before it is measured (1 to 600)
  --help         print this text`;

export interface Options {
  readonly off: boolean;
  readonly json: boolean;
  readonly keepOpen: boolean;
  readonly byHand: boolean;
  readonly seconds: number;
  readonly help: boolean;
}

/** @throws with one sentence for the user when the arguments make no sense */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      off: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'keep-open': { type: 'boolean', default: false },
      'by-hand': { type: 'boolean', default: false },
      seconds: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 600)) throw new Error('--seconds takes a number from 1 to 600.');
  return {
    off: values.off,
    json: values.json,
    keepOpen: values['keep-open'],
    byHand: values['by-hand'],
    seconds,
    help: values.help,
  };
}

/** Whether windows can be shown. On Linux that takes a display; elsewhere there always is one. */
export function hasDesktop(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
