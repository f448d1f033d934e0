import { utf8 } from '../bytes.ts';

/** Bytes of UTF-8, as the frame format has room for. */
const MAX_BYTES = 64;

/**
 * A name as it may be sent and shown: one line, without characters that cannot be seen or turn the direction of what
 * stands beside it, cut at a whole character.
 *
 * @param text anything: the user's own typing, or what another member claims
 * @returns at most 64 bytes of UTF-8; empty when nothing is left
 */
export function displayName(text: string): string {
  // What cannot be seen goes first: what it stood between belongs together then.
  const seen = text.replace(/(?!\s)\p{C}/gu, '');
  const line = seen.replace(/\s+/gu, ' ').normalize('NFC').trim();
  let name = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)) {
    bytes += utf8(segment).byteLength;
    if (bytes > MAX_BYTES) break;
    name += segment;
  }
  return name.trim();
}
