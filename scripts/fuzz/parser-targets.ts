import { EXTENDED, PADDED, parsePiece } from '../../src/frame/piece.ts';
import {
  decodePlaintext,
  type Extensions,
  encodeExtensions,
  encodePlaintext,
  formOf,
} from '../../src/frame/plaintext.ts';
import { decodeInvite, encodeInvite } from '../../src/keys/invite.ts';
import { decodeRequest, encodeRequest } from '../../src/keys/request.ts';
import { buildRed, parseRed } from '../../src/red/red.ts';
import { Scratch } from '../../src/scratch.ts';
import { decodeHeader, HeaderEncoder } from '../../src/sframe/header.ts';
import { type Outcome, parse, promise, type Target } from './target.ts';

const name = { service: 'jitsi', meeting: 'meet.jit.si/quiet-harbour' } as const;
const key = Uint8Array.from({ length: 32 }, (_, i) => i);
const headers = [
  new HeaderEncoder(0x0102_0304_0506_0708n).encode(0x090an),
  new HeaderEncoder(7n).encode(7n),
  new HeaderEncoder(8n).encode(200n),
] as const;
const frame = Uint8Array.from({ length: 40 }, (_, i) => i * 5);
const block = { payloadType: 111, timestampOffset: 0, data: frame } as const;

const FORMS = PADDED | EXTENDED;

/** Everything else that reads bytes. */
export const PARSERS: readonly Target[] = [
  parser('SFrame header', ['header', 'none'], headers, (bytes) => {
    const { result, depth } = parse(bytes, decodeHeader);
    if (!result) return { kind: 'none', depth };
    const { kid, ctr, length } = result;
    promise(
      Buffer.compare(new HeaderEncoder(kid).encode(ctr), bytes.subarray(0, length)) === 0,
      'a header in two forms',
    );
    return { kind: 'header', depth };
  }),
  parser(
    'piece',
    ['piece', 'not-sealed', 'unknown-version', 'malformed'],
    [Uint8Array.from([0xc5, 0xea, 1, ...headers[0], ...frame])],
    (bytes) => {
      const { result, depth } = parse(bytes, parsePiece);
      if (typeof result === 'string') return { kind: result, depth };
      const { header, sealed } = result;
      promise(3 + header.length + sealed.byteLength === bytes.byteLength, 'bytes that are nowhere');
      return { kind: 'piece', depth };
    },
  ),
  parser(
    'plaintext',
    ['plain', 'role', 'role and name', 'none'],
    [
      plaintextOf({ role: 'camera', name: 'Žofie' }, 128),
      plaintextOf({ role: 'screen' }, 1),
      plaintextOf({}, 128),
      plaintextOf({}, 1),
    ],
    (bytes) => {
      const { result, depth } = parse(bytes, ([form = 0, ...plaintext]) =>
        decodePlaintext(form & FORMS, new Uint8Array(plaintext)),
      );
      if (!result) return { kind: 'none', depth };
      promise(result.frame.byteLength <= Math.max(0, bytes.byteLength - 1), 'a frame larger than its plaintext');
      return { kind: [result.role && 'role', result.name && 'name'].filter(Boolean).join(' and ') || 'plain', depth };
    },
  ),
  parser(
    'RED',
    ['1 blocks', '2 blocks', '3 blocks', 'none'],
    [
      buildRed([block]),
      buildRed([{ ...block, timestampOffset: 960 }, block]),
      buildRed([{ ...block, timestampOffset: 1_920 }, { ...block, timestampOffset: 960 }, block]),
    ],
    (bytes) => {
      const { result, depth } = parse(bytes, parseRed);
      const length = result?.reduce((sum, { data }) => sum + data.byteLength, 0) ?? 0;
      promise(length <= bytes.byteLength, 'more in blocks than in their payload');
      return { kind: result ? `${result.length} blocks` : 'none', depth };
    },
  ),
  parser(
    'invite',
    ['passphrase', 'chain', 'none'],
    [
      encodeInvite({ call: name, slot: 5_900_000, secret: { kind: 'passphrase', key } }),
      encodeInvite({ call: name, slot: 5_900_000, secret: { kind: 'chain', key, slot: 5_900_000, end: 5_900_100 } }),
    ],
    (bytes) => {
      const { result, depth } = parse(bytes, decodeInvite);
      return { kind: result?.secret.kind ?? 'none', depth };
    },
  ),
  parser('request', ['request', 'none'], [encodeRequest({ call: name, slot: 5_900_000, publicKey: key })], (bytes) => {
    const { result, depth } = parse(bytes, decodeRequest);
    return { kind: result ? 'request' : 'none', depth };
  }),
];

/** The form, and then the plaintext. */
function plaintextOf(extensions: Extensions, step: number): Uint8Array {
  const layout = { extensions: encodeExtensions(extensions), step };
  return Uint8Array.from([formOf(layout), ...encodePlaintext(frame, layout, new Scratch())]);
}

function parser(
  what: string,
  reaches: readonly string[],
  seeds: readonly Uint8Array[],
  run: (bytes: Uint8Array) => Outcome,
): Target {
  return { name: `parser ${what}`, seeds, reaches, isLasting: true, run };
}
