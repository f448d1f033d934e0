import { normalise } from '../src/keys/normalise.ts';
import { decodeText } from '../src/keys/text-code.ts';

/** Runs as only our own lines have them: from one whose beginning was not copied. */
const OUR_RUNS = /(?:[0-9A-HJKMNP-TV-Z]{8}-){3}/;

/**
 * Whether a text is one of ours, whole or not, and no passphrase. A part of an invite is long and random enough to pass
 * for a strong passphrase, which nobody else would have.
 */
export function isPasted(text: string): boolean {
  const found = decodeText(text);
  if (found.ok || found.failure !== 'not-found') return true;
  return OUR_RUNS.test(text) || normalise(text).startsWith('callseal');
}
