import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, bigEndian, concat, readBigEndian, utf8 } from '../bytes.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';

/** What a text that people pass on can hold. */
export type TextKind = 'invite' | 'request' | 'sealed';

/** Why a text holds nothing of ours: not at all, not all of it, changed on the way, or made by a later version. */
export type TextFailure = 'not-found' | 'cut-short' | 'damaged' | 'newer-version';

/** 1 for calls of the services that Callseal knows, 2 for those of other sites, which are named by their host. */
export type TextVersion = 1 | 2;

export type TextResult =
  | { readonly ok: true; readonly kind: TextKind; readonly version: TextVersion; readonly content: Bytes }
  | { readonly ok: false; readonly failure: TextFailure };

const CHECKSUM = 4;
/** Letters in a run before a dash, so that mail programs may break the line. */
const RUN = 8;
const MARK = /CALLSEAL(INVITE|REQUEST|SEALED)/g;

/** From the most to the least telling: what is said of a text that mentions us several times. */
const TELLING: readonly TextFailure[] = ['newer-version', 'damaged', 'cut-short', 'not-found'];

/** One line of capitals, digits and dashes for any messenger: nothing in it can be taken for an address. */
export function encodeText(kind: TextKind, content: Uint8Array, version: TextVersion = 1): string {
  const letters = bodyOf(kind, content, version).match(new RegExp(`.{1,${RUN}}`, 'g')) ?? [];
  return [markOf(kind), ...letters].join('-');
}

/** The same for a QR code, with hardly a dash: all of it is in QR's alphanumeric set. Read by `decodeText` too. */
export function encodeQr(kind: TextKind, content: Uint8Array, version: TextVersion = 1): string {
  return `${markOf(kind)}-${bodyOf(kind, content, version)}`;
}

/**
 * Finds what `encodeText` or `encodeQr` wrote, in whatever stands around it. Case, line breaks, quoting marks, dashes,
 * spaces, invisible characters and full-width forms do not matter.
 */
export function decodeText(text: string): TextResult {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  let worst: TextFailure = 'not-found';
  for (const mark of letters.matchAll(MARK)) {
    const kind = (mark[1] ?? '').toLowerCase() as TextKind;
    const result = decodeBody(kind, letters.slice(mark.index + mark[0].length));
    if (result.ok) return result;
    if (TELLING.indexOf(result.failure) < TELLING.indexOf(worst)) worst = result.failure;
  }
  return { ok: false, failure: worst };
}

/** Length (2) || version (1) || content || checksum (4). Later versions keep length and checksum where they are. */
function bodyOf(kind: TextKind, content: Uint8Array, version: TextVersion): string {
  const counted = concat(bigEndian(content.byteLength, 2), bigEndian(version, 1), content);
  return encodeBase32(concat(counted, checksum(kind, counted)));
}

function decodeBody(kind: TextKind, letters: string): TextResult {
  // A letter that we never write ends the body: it is a word of what stands behind.
  const body = decodeBase32(letters);
  if (body.byteLength < 2) return { ok: false, failure: 'cut-short' };
  const counted = body.subarray(0, 3 + Number(readBigEndian(body, 0, 2)));
  const sum = body.subarray(counted.byteLength, counted.byteLength + CHECKSUM);
  if (sum.byteLength < CHECKSUM) return { ok: false, failure: 'cut-short' };
  if (!checksum(kind, counted).every((byte, index) => byte === sum[index])) return { ok: false, failure: 'damaged' };
  const version = counted[2];
  if (version !== 1 && version !== 2) return { ok: false, failure: 'newer-version' };
  return { ok: true, kind, version, content: counted.slice(3) };
}

/** Against accidents only: the first bytes of SHA-256. */
function checksum(kind: TextKind, counted: Uint8Array): Bytes {
  return sha256(concat(utf8(markOf(kind)), counted)).slice(0, CHECKSUM) as Bytes;
}

function markOf(kind: TextKind): string {
  return `CALLSEAL-${kind.toUpperCase()}`;
}
