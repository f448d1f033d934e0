import type { Bytes } from '../bytes.ts';
import { Scratch } from '../scratch.ts';
import { decodeHeader, type Header } from '../sframe/header.ts';

/** Codecs by their number in the AAD. */
export const CODEC_IDS = { opus: 1, vp8: 2, vp9: 3, h264: 4, av1: 5, h265: 6 } as const;
export type CodecId = keyof typeof CODEC_IDS;

/** What a piece is bound to beside its key: a sound cannot be passed off as a picture, nor a delta as a key frame. */
export interface FrameContext {
  readonly kind: 'audio' | 'video';
  readonly codec: CodecId;
  /** False for audio. */
  readonly isKey: boolean;
}

/** First bytes of every piece. */
const MAGIC = [0xc5, 0xea] as const;
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
export function headOf(form: number, header: Uint8Array): Bytes {
  const head = new Uint8Array(PREFIX_LENGTH + header.length);
  writePrefix(head, 0, form);
  head.set(header, PREFIX_LENGTH);
  return head;
}

/** WebCrypto copies an AAD before it returns. In Chromium memory of its own for each took a tenth of a small frame. */
const AAD = new Scratch();

/**
 * The SFrame header and the application's metadata (RFC 9605 section 4.4.3): prefix, kind, codec, key or delta, 6 bytes.
 *
 * @returns memory that the next call writes into
 */
export function aadOf(header: Uint8Array, form: number, { kind, codec, isKey }: FrameContext): Bytes {
  const { length } = header;
  const bytes = AAD.take(length + PREFIX_LENGTH + 3);
  bytes.set(header);
  writePrefix(bytes, length, form);
  bytes[length + 3] = kind === 'video' ? 1 : 0;
  bytes[length + 4] = CODEC_IDS[codec];
  bytes[length + 5] = isKey ? 1 : 0;
  return bytes;
}

function writePrefix(target: Uint8Array, offset: number, form: number): void {
  [target[offset], target[offset + 1]] = MAGIC;
  target[offset + 2] = form | VERSION;
}

export interface ParsedPiece {
  readonly header: Header;
  readonly form: number;
  /** The SFrame header's bytes. */
  readonly headerBytes: Bytes;
  /** Ciphertext and tag. */
  readonly sealed: Bytes;
}

/** Takes a piece apart. Total: any bytes in, a result or a reason out. */
export function parsePiece(piece: Uint8Array): ParsedPiece | 'not-sealed' | 'unknown-version' | 'malformed' {
  const [first, second, third] = piece;
  if (first !== MAGIC[0] || second !== MAGIC[1]) return 'not-sealed';
  if (third === undefined) return 'malformed';
  if ((third & 0x0f) !== VERSION) return 'unknown-version';
  const form = third & 0xf0;
  if (form & ~FORMS) return 'malformed';
  const header = decodeHeader(piece, PREFIX_LENGTH);
  if (!header) return 'malformed';
  const start = PREFIX_LENGTH + header.length;
  if (piece.byteLength < start + TAG_LENGTH) return 'malformed';
  return {
    header,
    form,
    headerBytes: view(piece, PREFIX_LENGTH, start),
    sealed: view(piece, start, piece.byteLength),
  };
}

function view(bytes: Uint8Array, start: number, end: number): Bytes {
  return bytes.subarray(start, end) as Bytes;
}
