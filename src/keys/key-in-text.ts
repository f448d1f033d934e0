/**
 * What a key looks like in a text, for whoever holds no key: an invite by its form, the words in use by a print of them.
 */
import { normalise } from './normalise.ts';

/**
 * The letters with which any invite begins: its mark, then in base32 a length below 2,048, a version below 16 and the
 * length of a name below 512. No sentence goes on like that.
 */
const INVITE = /CALLSEALINVITE0[0-9A-Z]{2}[0G][0-9A-Z]0[0-9A-F]/;

/** What a page's process may have of a passphrase: how long its normalised form is, and 16 bits of a checksum over it. */
export interface WordsPrint {
  /** In UTF-16 code units. */
  readonly letters: number;
  readonly sum: number;
}

/**
 * The print of a passphrase. It hides the words by being so short, not by how it is made: each print is that of every
 * 65,536th passphrase of the length, whatever anybody tries. It is the same in every meeting and at any time, since two
 * different ones would tell twice as much.
 */
export function printOf(passphrase: string): WordsPrint {
  const form = normalise(passphrase);
  return { letters: form.length, sum: sumOf(form) };
}

/** Whether an invite begins in a text, however it is written. Requests and sealed invites are no secret. */
export function holdsInvite(text: string): boolean {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return INVITE.test(letters);
}

/**
 * The parts of a text, normalised, that have a print: whole words in a row, with the numbers among them or without. Whoever
 * knows the passphrase can say whether it is among them; one part in 65,536 has the print without being it.
 */
export function partsWithPrint(text: string, print: WordsPrint): readonly string[] {
  const words = text
    .normalize('NFKD')
    .split(/[^\p{L}\p{Nd}\p{M}]+/u)
    .map(normalise)
    .filter((word) => word !== '');
  const unnumbered = words.filter((word) => !/^\p{Nd}+$/u.test(word));
  return Array.from(new Set([words, unnumbered].flatMap((each) => rowsWithPrint(each, print))));
}

function rowsWithPrint(words: readonly string[], print: WordsPrint): readonly string[] {
  const found: string[] = [];
  let [end, letters] = [0, 0];
  for (const [start, word] of words.entries()) {
    while (letters < print.letters && end < words.length) letters += words[end++]?.length ?? 0;
    if (letters === print.letters) {
      const part = words.slice(start, end).join('');
      if (sumOf(part) === print.sum) found.push(part);
    }
    letters -= word.length;
  }
  return found;
}

/** FNV-1a over UTF-16 code units, its halves folded into 16 bits. */
function sumOf(form: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < form.length; index++) hash = Math.imul(hash ^ form.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}
