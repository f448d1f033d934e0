import { type Bytes, bigEndian, concat, readBigEndian, utf8, writeBigEndian } from '../bytes.ts';
import type { Scratch } from '../scratch.ts';
import { EXTENDED, PADDED } from './piece.ts';
import { SOUND } from './sound-block.ts';

/** What a stream shows, as its sender says. */
export type Role = 'microphone' | 'camera' | 'screen' | 'screen-audio';

export interface Extensions {
  readonly role?: Role;
  /** Self-chosen, at most 64 bytes of UTF-8. */
  readonly name?: string;
  /** The participant id, 48 bits, that the sender's worker drew first; not said by the streams that have it themselves. */
  readonly member?: bigint;
}

export interface Plaintext extends Extensions {
  readonly frame: Bytes;
  /** What a picture brings along of its sender's sound, for `decodeSound`. */
  readonly sound?: Uint8Array;
}

/** Variable-rate speech leaks words through packet sizes, so sealed audio comes in steps of this many bytes. */
export const AUDIO_STEP = 128;

const ROLE = 1;
const NAME = 2;
const MEMBER = 3;
const MEMBER_LENGTH = 6;
const MAX_NAME = 64;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ROLES: readonly Role[] = ['microphone', 'camera', 'screen', 'screen-audio'];

/** What a plaintext holds beside the frame. */
export interface Layout {
  /** As encodeExtensions makes them; empty for none. */
  readonly extensions: Bytes;
  /** The plaintext is padded to a multiple of this many bytes; 1 for none. A padded frame is at most 65,535 bytes. */
  readonly step: number;
}

/** The layout's flags, as a piece states them. */
export function formOf({ extensions, step }: Layout): number {
  return (step > 1 ? PADDED : 0) | (extensions.byteLength > 0 ? EXTENDED : 0);
}

/**
 * [frame length (2), when padded] || [length (2) and extensions, when there are any] || frame || zeros
 *
 * A frame alone is its own plaintext: pictures are large, and are not copied.
 *
 * @param memory what the plaintext is written into, if it is more than the frame
 */
export function encodePlaintext(frame: Uint8Array, layout: Layout, memory: Scratch): Bytes {
  const form = formOf(layout);
  if (form === 0) return frame as Bytes; // none of our memory is shared
  const { extensions } = layout;
  const plaintext = memory.take(plaintextLength(frame.byteLength, layout));
  let offset = 0;
  if (form & PADDED) {
    writeBigEndian(plaintext, offset, frame.byteLength, 2);
    offset += 2;
  }
  if (form & EXTENDED) {
    writeBigEndian(plaintext, offset, extensions.byteLength, 2);
    plaintext.set(extensions, offset + 2);
    offset += 2 + extensions.byteLength;
  }
  plaintext.set(frame, offset);
  plaintext.fill(0, offset + frame.byteLength);
  return plaintext;
}

/** Bytes that encodePlaintext makes of a frame of `frameLength` bytes. */
export function plaintextLength(frameLength: number, layout: Layout): number {
  const { extensions, step } = layout;
  const form = formOf(layout);
  const head = (form & PADDED ? 2 : 0) + (form & EXTENDED ? 2 + extensions.byteLength : 0);
  return Math.ceil((head + frameLength) / step) * step;
}

/** @returns undefined when the bytes are no plaintext of this form; only a member could have made them */
export function decodePlaintext(form: number, plaintext: Bytes): Plaintext | undefined {
  if (form === 0) return { frame: plaintext };
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
  let offset = 0;
  let length: number | undefined;
  if (form & PADDED) {
    if (offset + 2 > plaintext.byteLength) return undefined;
    length = view.getUint16(offset);
    offset += 2;
  }
  let extensions: Omit<Plaintext, 'frame'> = {};
  if (form & EXTENDED) {
    if (offset + 2 > plaintext.byteLength) return undefined;
    const end = offset + 2 + view.getUint16(offset);
    if (end > plaintext.byteLength) return undefined;
    const decoded = decodeExtensions(plaintext.subarray(offset + 2, end));
    if (!decoded) return undefined;
    extensions = decoded;
    offset = end;
  }
  const end = length === undefined ? plaintext.byteLength : offset + length;
  if (end > plaintext.byteLength) return undefined;
  return { ...extensions, frame: plaintext.subarray(offset, end) };
}

/** Type (1), length (1), value; types that a reader does not know are skipped. */
export function encodeExtensions({ role, name, member }: Extensions): Bytes {
  const bytes: number[] = [];
  if (role) bytes.push(ROLE, 1, ROLES.indexOf(role));
  if (name) {
    const encoded = utf8(name);
    // Cut at a character, not within one.
    let length = Math.min(encoded.byteLength, MAX_NAME);
    while (length < encoded.byteLength && ((encoded[length] ?? 0) & 0xc0) === 0x80) length--;
    bytes.push(NAME, length, ...encoded.subarray(0, length));
  }
  if (member !== undefined) bytes.push(MEMBER, MEMBER_LENGTH, ...bigEndian(member, MEMBER_LENGTH));
  return new Uint8Array(bytes);
}

function decodeExtensions(bytes: Uint8Array): Omit<Plaintext, 'frame'> | undefined {
  let role: Role | undefined;
  let name: string | undefined;
  let member: bigint | undefined;
  const sound: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.byteLength; ) {
    const type = bytes[offset];
    const length = bytes[offset + 1];
    if (length === undefined || offset + 2 + length > bytes.byteLength) return undefined;
    const value = bytes.subarray(offset + 2, offset + 2 + length);
    if (type === ROLE) {
      if (length !== 1) return undefined;
      role = ROLES[value[0] ?? ROLES.length];
    }
    if (type === NAME) {
      name = length <= MAX_NAME ? decodeUtf8(value) : undefined;
      if (name === undefined) return undefined;
    }
    if (type === MEMBER) {
      if (length !== MEMBER_LENGTH) return undefined;
      member = readBigEndian(value, 0, MEMBER_LENGTH);
    }
    if (type === SOUND) sound.push(value);
    offset += 2 + length;
  }
  return {
    ...(role && { role }),
    ...(name && { name }),
    ...(member !== undefined && { member }),
    ...(sound.length > 0 && { sound: concat(...sound) }),
  };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
