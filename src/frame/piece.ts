import type { Bytes } from '../bytes.ts';
import { CODEC_IDS, type CodecId } from '../codecs.ts';
import { beginsAsPiece, MAGIC } from '../magic.ts';
import { Scratch } from '../scratch.ts';
import { decodeHeader, type Header, type HeaderEncoder } from '../sframe/header.ts';

/** What a piece is bound to beside its key: a sound cannot be passed off as a picture, nor a delta as a key frame. */
export interface FrameContext {
  readonly kind: 'audio' | 'video';
  readonly codec: CodecId;
  /** False for audio. */
  readonly isKey: boolean;
}

/** In the lower half of the byte behind the magic; the upper half is the form. */
const VERSION = 1;

/** What the plaintext holds beside the frame: flags, in the places that they have in the byte with the version. */
export const PADDED = 0x10;
export const EXTENDED = 0x20;
const FORMS = PADDED | EXTENDED;

/** Magic (2), version and form (1). */
export const PREFIX_LENGTH = 3;
const TAG_LENGTH = 16;

/** What stands before ciphertext and tag: prefix and SFrame header. */
export function headOf(form: number, headers: HeaderEncoder, ctr: bigint): Bytes {
  const head = headers.encode(ctr, PREFIX_LENGTH);
  head[0] = MAGIC[0];
  head[1] = MAGIC[1];
  head[2] = form | VERSION;
  return head;
}

/** WebCrypto copies an AAD before it returns. In Chromium memory of its own for each took a tenth of a small frame. */
const AAD = new Scratch();

/**
 * The SFrame header and the application's metadata (RFC 9605 section 4.4.3): prefix, kind, codec, key or delta, 6 bytes.
 *
 * @param piece prefix and SFrame header, and whatever is behind
 * @param headerLength of the SFrame header, bytes
 * @returns memory that the next call writes into
 */
export function aadOf(piece: Uint8Array, headerLength: number, { kind, codec, isKey }: FrameContext): Bytes {
  const bytes = AAD.take(headerLength + PREFIX_LENGTH + 3);
  let offset = 0;
  // Some bytes: loops take less than views and copies.
  for (let i = 0; i < headerLength; i++) bytes[offset++] = piece[PREFIX_LENGTH + i] ?? 0;
  for (let i = 0; i < PREFIX_LENGTH; i++) bytes[offset++] = piece[i] ?? 0;
  bytes[offset++] = kind === 'video' ? 1 : 0;
  bytes[offset++] = CODEC_IDS[codec];
  bytes[offset] = isKey ? 1 : 0;
  return bytes;
}

export interface ParsedPiece {
  readonly header: Header;
  readonly form: number;
  /** Ciphertext and tag. */
  readonly sealed: Bytes;
}

/** Takes a piece apart. Total: any bytes in, a result or a reason out. */
export function parsePiece(piece: Uint8Array): ParsedPiece | 'not-sealed' | 'unknown-version' | 'malformed' {
  if (!beginsAsPiece(piece)) return 'not-sealed';
  const third = piece[2];
  if (third === undefined) return 'malformed';
  if ((third & 0x0f) !== VERSION) return 'unknown-version';
  const form = third & 0xf0;
  if (form & ~FORMS) return 'malformed';
  const header = decodeHeader(piece, PREFIX_LENGTH);
  if (!header) return 'malformed';
  const start = PREFIX_LENGTH + header.length;
  if (piece.byteLength < start + TAG_LENGTH) return 'malformed';
  return { header, form, sealed: piece.subarray(start) as Bytes };
}
