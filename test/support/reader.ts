/**
 * An independent reader of sealed frames: written from docs/frame-format.md with node:crypto alone, so that it shares
 * no line and no mistake with the extension. It takes the passphrase and what a server kept.
 */
import { createDecipheriv, createHash, hkdfSync, scryptSync } from 'node:crypto';
import { nalUnits, obus } from './depacketize.ts';
import type { Frame } from './recording.ts';

const MAGIC = Buffer.from([0xc5, 0xea]);
/** Version 1, with and without padding and extensions. */
const FORMS = [0x01, 0x11, 0x21, 0x31];
const CODEC = { opus: 1, vp8: 2, vp9: 3, h264: 4, av1: 5 } as const;
const SLOT_MS = 300_000;

export interface ReadFrame extends Frame {
  /** The clear frame, when the piece opened. */
  readonly clear: Buffer | undefined;
  readonly kid: bigint;
  readonly ctr: bigint;
  /** Whose stream it is: the participant bits that the worker drew first; undefined where a further stream does not say. */
  readonly member: bigint | undefined;
}

const callSecrets = new Map<string, Buffer>();

/** scrypt takes half a second; tests have few passphrases and meetings. */
export function callSecretOf(passphrase: string, service: string, meeting: string): Buffer {
  const salt = Buffer.concat([Buffer.from('callseal v1'), counted(service), counted(meeting)]);
  const name = `${salt.toString('hex')} ${passphrase}`;
  const normal = passphrase
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '');
  const secret = callSecrets.get(name) ?? scryptSync(normal, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
  callSecrets.set(name, secret);
  return secret;
}

type Opened = Pick<ReadFrame, 'clear' | 'kid' | 'ctr' | 'member'>;
const UNOPENED: Opened = { clear: undefined, kid: 0n, ctr: 0n, member: undefined };

export class Reader {
  readonly #callSecret: Buffer;
  readonly #slots: readonly number[];
  /** By a hash of the frame. Tests look again and again at what a server holds, while the call needs the processor. */
  readonly #known = new Map<string, Opened>();

  /** @param nowMs when the call was: pieces of the slots around it are read */
  constructor(passphrase: string, service: string, meeting: string, nowMs = Date.now()) {
    this.#callSecret = callSecretOf(passphrase, service, meeting);
    const slot = Math.floor(nowMs / SLOT_MS);
    this.#slots = [slot - 2, slot - 1, slot, slot + 1, slot + 2];
  }

  /** Opens a frame as a server keeps it; `clear` is undefined when no piece in it authenticates. */
  read(frame: Frame): ReadFrame {
    const { kind, codec, isKey, bytes } = frame;
    const name = createHash('sha256').update(`${kind} ${codec} ${isKey} `).update(bytes).digest('base64');
    const opened = this.#known.get(name) ?? this.#openAnywhere(frame);
    this.#known.set(name, opened);
    return { ...frame, ...opened };
  }

  #openAnywhere(frame: Frame): Opened {
    for (const bytes of placesIn(frame)) {
      for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
        const opened = this.#open(frame, bytes.subarray(at));
        if (opened) return opened;
      }
    }
    return UNOPENED;
  }

  #open(frame: Frame, piece: Buffer): Opened | undefined {
    const form = piece[2] ?? 0;
    if (!FORMS.includes(form)) return undefined;
    const config = piece[3] ?? 0;
    const kidLength = config & 0x80 ? ((config >> 4) & 7) + 1 : 0;
    const ctrLength = config & 0x08 ? (config & 7) + 1 : 0;
    const end = 4 + kidLength + ctrLength;
    if (piece.byteLength < end + 16) return undefined;
    const kid = kidLength === 0 ? BigInt(config >> 4) : integer(piece.subarray(4, 4 + kidLength));
    const ctr = ctrLength === 0 ? BigInt(config & 7) : integer(piece.subarray(4 + kidLength, end));
    const slot = this.#slots.find((candidate) => candidate % 256 === Number(kid >> 56n));
    if (slot === undefined) return undefined;

    const slotSecret = derive(this.#callSecret, 'callseal v1 slot', u64(BigInt(slot)));
    const base = derive(slotSecret, 'callseal v1 sender', u64(kid));
    const suite = Buffer.from([0, 5]);
    const key = expand(base, Buffer.concat([Buffer.from('SFrame 1.0 Secret key '), u64(kid), suite]), 32);
    const nonce = expand(base, Buffer.concat([Buffer.from('SFrame 1.0 Secret salt '), u64(kid), suite]), 12);
    u64(ctr).forEach((byte, i) => {
      nonce[4 + i] = (nonce[4 + i] ?? 0) ^ byte;
    });

    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    const kind = frame.kind === 'video' ? 1 : 0;
    decipher.setAAD(
      Buffer.concat([
        piece.subarray(3, end),
        piece.subarray(0, 3),
        Buffer.from([kind, CODEC[frame.codec], frame.isKey ? 1 : 0]),
      ]),
    );
    decipher.setAuthTag(piece.subarray(piece.byteLength - 16));
    try {
      const plaintext = Buffer.concat([decipher.update(piece.subarray(end, piece.byteLength - 16)), decipher.final()]);
      return { clear: frameIn(form, plaintext), kid, ctr, member: memberIn(form, plaintext, kid) };
    } catch {
      return undefined;
    }
  }
}

/** Where a piece can be: its end is that of the place. */
function placesIn({ codec, bytes }: Frame): readonly Buffer[] {
  if (codec === 'vp9') return [firstTile(bytes)];
  // Behind the piece there are two numbers of 4 bytes, 8 of the mark and the byte that ends the NAL unit.
  if (codec === 'h264') return nalUnits(bytes).map((unit) => withoutEscapes(unit).subarray(0, -17));
  // A byte of trailing bits.
  if (codec === 'av1') return obus(bytes).map(({ payload }) => payload.subarray(0, -1));
  return [bytes];
}

/** Of VP9's cover, which says its first tile's size; the piece ends with it. */
function firstTile(frame: Buffer): Buffer {
  const sizeAt = (frame[0] ?? 0) & 0x04 ? 16 : 36;
  if (frame.byteLength < sizeAt + 4) return frame.subarray(0, 0);
  return frame.subarray(sizeAt + 4, sizeAt + 4 + frame.readUInt32BE(sizeAt));
}

/** H.264 section 7.4.1: of 00 00 03 the 03 does not count. */
function withoutEscapes(unit: Buffer): Buffer {
  const kept: number[] = [];
  let zeros = 0;
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) zeros = 0;
    else {
      kept.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
  }
  return Buffer.from(kept);
}

/** [length] || [extensions] || frame || padding */
function frameIn(form: number, plaintext: Buffer): Buffer {
  let start = 0;
  let length: number | undefined;
  if (form & 0x10) {
    length = plaintext.readUInt16BE(start);
    start += 2;
  }
  if (form & 0x20) start += 2 + plaintext.readUInt16BE(start);
  return plaintext.subarray(start, length === undefined ? undefined : start + length);
}

/** The KID's own 48 bits, or extension 3 if the last of them is set. */
function memberIn(form: number, plaintext: Buffer, kid: bigint): bigint | undefined {
  if (!(kid & 0x10n)) return (kid >> 4n) & 0xffff_ffff_ffffn;
  if (!(form & 0x20)) return undefined;
  const start = form & 0x10 ? 2 : 0;
  const extensions = plaintext.subarray(start + 2, start + 2 + plaintext.readUInt16BE(start));
  for (let at = 0; at < extensions.byteLength; at += 2 + extensions.readUInt8(at + 1)) {
    if (extensions[at] === 3) return integer(extensions.subarray(at + 2, at + 8));
  }
  return undefined;
}

function derive(secret: Buffer, label: string, field: Buffer): Buffer {
  return expand(secret, Buffer.concat([Buffer.from(label), field]), 32);
}

function expand(secret: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), info, length));
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
