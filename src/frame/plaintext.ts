import { type Bytes, bigEndian, utf8 } from '../bytes.ts';
import { Scratch } from '../scratch.ts';

/** What a stream shows, as its sender says. */
export type Role = 'microphone' | 'camera' | 'screen' | 'screen-audio';

export interface Extensions {
  readonly role?: Role;
  /** Self-chosen, at most 64 bytes of UTF-8. */
  readonly name?: string;
}

export interface Plaintext extends Extensions {
  readonly frame: Bytes;
}

/** Variable-rate speech leaks words through packet sizes, so sealed audio comes in steps of this many bytes. */
export const AUDIO_STEP = 128;

const PADDED = 1;
const EXTENDED = 2;
const ROLE = 1;
const NAME = 2;
const MAX_NAME = 64;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ROLES: readonly Role[] = ['microphone', 'camera', 'screen', 'screen-audio'];

/**
 * flags (1) || [frame length (2), when padded] || [length (2) and extensions, when flagged] || frame || zeros
 *
 * @param step pad the whole to a multiple of this many bytes; 1 for none. A padded frame is at most 65,535 bytes.
 * @param memory what the plaintext is written into
 */
export function encodePlaintext(
  frame: Uint8Array,
  extensions: Extensions,
  step: number,
  memory: Scratch = new Scratch(),
): Bytes {
  const extra = encodeExtensions(extensions);
  const padded = step > 1;
  const plaintext = memory.take(lengthOf(frame.byteLength, extra.length, step));
  plaintext[0] = (padded ? PADDED : 0) | (extra.length > 0 ? EXTENDED : 0);
  let offset = 1;
  if (padded) {
    plaintext.set(bigEndian(frame.byteLength, 2), offset);
    offset += 2;
  }
  if (extra.length > 0) {
    plaintext.set(bigEndian(extra.length, 2), offset);
    plaintext.set(extra, offset + 2);
    offset += 2 + extra.length;
  }
  plaintext.set(frame, offset);
  plaintext.fill(0, offset + frame.byteLength);
  return plaintext;
}

/** Bytes that encodePlaintext makes of a frame of `frameLength` bytes. */
export function plaintextLength(frameLength: number, extensions: Extensions, step: number): number {
  return lengthOf(frameLength, encodeExtensions(extensions).length, step);
}

function lengthOf(frameLength: number, extra: number, step: number): number {
  const head = 1 + (step > 1 ? 2 : 0) + (extra > 0 ? 2 + extra : 0);
  return Math.ceil((head + frameLength) / step) * step;
}

/** @returns undefined when the bytes are no plaintext of this version; only a member could have made them */
export function decodePlaintext(plaintext: Bytes): Plaintext | undefined {
  const flags = plaintext[0];
  if (flags === undefined || flags & ~(PADDED | EXTENDED)) return undefined;
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
  let offset = 1;
  let length: number | undefined;
  if (flags & PADDED) {
    if (offset + 2 > plaintext.byteLength) return undefined;
    length = view.getUint16(offset);
    offset += 2;
  }
  let extensions: Extensions = {};
  if (flags & EXTENDED) {
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
function encodeExtensions({ role, name }: Extensions): number[] {
  const bytes: number[] = [];
  if (role) bytes.push(ROLE, 1, ROLES.indexOf(role));
  if (name) {
    const encoded = utf8(name);
    // Cut at a character, not within one.
    let length = Math.min(encoded.byteLength, MAX_NAME);
    while (length < encoded.byteLength && ((encoded[length] ?? 0) & 0xc0) === 0x80) length--;
    bytes.push(NAME, length, ...encoded.subarray(0, length));
  }
  return bytes;
}

function decodeExtensions(bytes: Uint8Array): Extensions | undefined {
  let role: Role | undefined;
  let name: string | undefined;
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
    offset += 2 + length;
  }
  return { ...(role && { role }), ...(name && { name }) };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
