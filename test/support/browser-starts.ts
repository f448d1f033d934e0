/** Counts the browsers that a run starts, for the table in CONTRIBUTING. */
import { appendFileSync } from 'node:fs';

class Starts {
  /** The test file that runs. */
  file = '';

  /** With CALLSEAL_STARTS naming a file, each start becomes a line of it. */
  note(browser: string): void {
    const { CALLSEAL_STARTS: log } = process.env;
    if (log) appendFileSync(log, `${JSON.stringify({ file: this.file, browser })}\n`);
  }
}

export const starts = new Starts();
