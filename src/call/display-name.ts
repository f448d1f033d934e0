import { utf8 } from '../bytes.ts';

/** Bytes of UTF-8, as the frame format has room for. */
const MAX_BYTES = 64;

/** What nothing is drawn for, beside what Unicode says so of: an empty braille pattern, a note without a head. */
const BLANK = /[\u2800\u{1d159}]/gu;
/** What stands between the parts of a badge, and looks like it. Within a word it belongs to names, as in Gal·la. */
const SEPARATORS = '·•‧∙⋅・･᛫⸱‣◦●⚫|';
const BETWEEN = new RegExp(`[\\s${SEPARATORS}]*\\s[\\s${SEPARATORS}]*`, 'gu');
const AT_THE_ENDS = new RegExp(`^[\\s${SEPARATORS}]+|[\\s${SEPARATORS}]+$`, 'gu');

/**
 * A name as it may be sent and shown: one line, without characters that cannot be seen, turn the direction of what stands
 * beside it, or imitate further parts of a badge, cut at a whole character.
 *
 * @param text anything: the user's own typing, or what another member claims
 * @returns at most 64 bytes of UTF-8; empty when nothing is left
 */
export function displayName(text: string): string {
  // What cannot be seen goes first: what it stood between belongs together then.
  const seen = text.replace(/(?!\s)[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '').replace(BLANK, ' ');
  const line = seen.replace(BETWEEN, ' ').normalize('NFC').replace(AT_THE_ENDS, '');
  let name = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)) {
    bytes += utf8(segment).byteLength;
    if (bytes > MAX_BYTES) break;
    name += segment;
  }
  // Marks alone stand on nothing, and are drawn over what is beside them.
  return /[^\p{M}\s]/u.test(name) ? name.replace(AT_THE_ENDS, '') : '';
}
