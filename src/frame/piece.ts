import type { Bytes } from '../bytes.ts';
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

/** First bytes of every piece: magic (2) and version (1). */
export const PREFIX: Bytes = new Uint8Array([0xc5, 0xea, 0x01]);
const TAG_LENGTH = 16;

/**
 * The SFrame header and the application's metadata (RFC 9605 section 4.4.3): prefix, kind, codec, key or delta, 6 bytes.
 */
export function aadOf(header: Uint8Array, { kind, codec, isKey }: FrameContext): Bytes {
  const { byteLength } = header;
  const bytes = new Uint8Array(byteLength + PREFIX.byteLength + 3);
  bytes.set(header);
  bytes.set(PREFIX, byteLength);
  bytes[byteLength + 3] = kind === 'video' ? 1 : 0;
  bytes[byteLength + 4] = CODEC_IDS[codec];
  bytes[byteLength + 5] = isKey ? 1 : 0;
  return bytes;
}

export interface ParsedPiece {
  readonly header: Header;
  /** The SFrame header's bytes. */
  readonly headerBytes: Bytes;
  /** Ciphertext and tag. */
  readonly sealed: Bytes;
}

/** Takes a piece apart. Total: any bytes in, a result or a reason out. */
export function parsePiece(piece: Uint8Array): ParsedPiece | 'not-sealed' | 'unknown-version' | 'malformed' {
  if (piece[0] !== PREFIX[0] || piece[1] !== PREFIX[1]) return 'not-sealed';
  if (piece[2] === undefined) return 'malformed';
  if (piece[2] !== PREFIX[2]) return 'unknown-version';
  const header = decodeHeader(piece, PREFIX.byteLength);
  if (!header) return 'malformed';
  const start = PREFIX.byteLength + header.length;
  // At least the flags byte is sealed.
  if (piece.byteLength < start + 1 + TAG_LENGTH) return 'malformed';
  return {
    header,
    headerBytes: view(piece, PREFIX.byteLength, start),
    sealed: view(piece, start, piece.byteLength),
  };
}

function view(bytes: Uint8Array, start: number, end: number): Bytes {
  return bytes.subarray(start, end) as Bytes;
}
