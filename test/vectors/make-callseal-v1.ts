/**
 * Writes callseal-v1.json: known answers for docs/frame-format.md, computed with node:crypto and the word list alone, so that
 * they do not follow a mistake of the implementation.
 *
 *     node --import tsx test/vectors/make-callseal-v1.ts
 */
import { createCipheriv, createHash, hkdfSync, scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { EFF_LONG_WORDS } from '../../src/keys/eff-long-words.generated.ts';

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u64 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(16, '0'), 'hex');
const counted = (text: string): Buffer => Buffer.concat([u16(Buffer.byteLength(text)), Buffer.from(text)]);
const hkdf = (secret: Buffer, label: string, fields: Buffer = Buffer.alloc(0), length = 32): Buffer =>
  Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), Buffer.concat([Buffer.from(label), fields]), length));

const service = 'meet';
const meeting = 'abc-defg-hij';
const salt = Buffer.concat([Buffer.from('callseal v1'), counted(service), counted(meeting)]);
const normalised = 'abacuszoomyogurtunicorntulipreprint';
const callSecret = scryptSync(normalised, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });

/** One piece, and every value on the way to it. */
function piece(of: {
  slot: number;
  generation: 0 | 1;
  participant: string;
  /** The participant that the worker drew first. */
  member: string;
  stream: number;
  ctr: bigint;
  context: { kind: 'audio' | 'video'; codec: 'opus' | 'vp8'; isKey: boolean };
  /** 1 is the version, 1x is padded, 2x has extensions. */
  form: string;
  plaintext: string;
  frame: string;
}) {
  const slotSecret = hkdf(callSecret, 'callseal v1 slot', u64(BigInt(of.slot)));
  const hint = (of.generation << 3) | ((hkdf(slotSecret, 'callseal v1 hint')[0] ?? 0) & 7);
  const slotByte = (of.slot % 256).toString(16).padStart(2, '0');
  const kid = BigInt(`0x${slotByte}${hint.toString(16)}${of.participant}${of.stream.toString(16)}`);
  const baseKey = hkdf(slotSecret, 'callseal v1 sender', u64(kid));
  const suite = u16(5);
  const frameKey = hkdf(baseKey, 'SFrame 1.0 Secret key ', Buffer.concat([u64(kid), suite]));
  const nonce = hkdf(baseKey, 'SFrame 1.0 Secret salt ', Buffer.concat([u64(kid), suite]), 12);
  u64(of.ctr).forEach((byte, i) => {
    nonce[4 + i] = (nonce[4 + i] ?? 0) ^ byte;
  });
  const header = sframeHeader(kid, of.ctr);
  const prefix = Buffer.from(`c5ea${of.form}`, 'hex');
  const { kind, codec, isKey } = of.context;
  const bound = Buffer.from([kind === 'video' ? 1 : 0, codec === 'vp8' ? 2 : 1, isKey ? 1 : 0]);
  const aad = Buffer.concat([header, prefix, bound]);
  const cipher = createCipheriv('aes-256-gcm', frameKey, nonce).setAAD(aad);
  const sealed = Buffer.concat([cipher.update(Buffer.from(of.plaintext, 'hex')), cipher.final(), cipher.getAuthTag()]);
  const hex = (bytes: Buffer): string => bytes.toString('hex');
  return {
    ...of,
    ctr: of.ctr.toString(),
    slot_secret: hex(slotSecret),
    hint,
    kid: kid.toString(16).padStart(16, '0'),
    base_key: hex(baseKey),
    frame_key: hex(frameKey),
    nonce: hex(nonce),
    aad: hex(aad),
    piece: hex(Buffer.concat([prefix, header, sealed])),
  };
}

/** RFC 9605 section 4.3 for a KID of more than one byte. */
function sframeHeader(kid: bigint, ctr: bigint): Buffer {
  const minimal = (value: bigint): Buffer => {
    const digits = value.toString(16);
    return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  };
  const kidBytes = minimal(kid);
  const ctrBytes = ctr < 8n ? Buffer.alloc(0) : minimal(ctr);
  const ctrField = ctr < 8n ? Number(ctr) : 8 | (ctrBytes.length - 1);
  return Buffer.concat([Buffer.from([0x80 | ((kidBytes.length - 1) << 4) | ctrField]), kidBytes, ctrBytes]);
}

/** A chain of random links, as invites and QR codes carry it: links, slot secrets and the safety code. */
function chain(of: { key: string; slot: number; end: number; later: number }) {
  const links: Buffer[] = [Buffer.from(of.key, 'hex')];
  for (let slot = of.slot; slot < of.end; slot++) links.push(hkdf(links.at(-1) ?? Buffer.alloc(0), 'callseal v1 ratchet'));
  const link = (slot: number): Buffer => links[slot - of.slot] ?? Buffer.alloc(0);
  const slotSecret = (slot: number): string =>
    hkdf(link(slot), 'callseal v1 slot', u64(BigInt(slot))).toString('hex');
  return {
    ...of,
    slot_secret: slotSecret(of.slot),
    later_key: link(of.later).toString('hex'),
    later_slot_secret: slotSecret(of.later),
    end_key: link(of.end).toString('hex'),
    safety_code: safetyCode(link(of.end)),
  };
}

function safetyCode(root: Buffer) {
  const material = hkdf(root, 'callseal v1 safety code').toString('hex');
  const [first, second] = [BigInt(`0x${material.slice(0, 32)}`), BigInt(`0x${material.slice(32)}`)];
  return {
    digits: first.toString().padStart(20, '0').slice(-20),
    emoji: Array.from({ length: 10 }, (_, index) => Number((second / 96n ** BigInt(9 - index)) % 96n)),
  };
}

const sha256 = (of: Buffer): Buffer => createHash('sha256').update(of).digest();
const name = Buffer.concat([counted(service), counted(meeting)]);

/** A text to pass on: the line, and what the QR code holds. */
function text(kind: string, content: Buffer) {
  const body = Buffer.concat([u16(content.length), Buffer.from([1]), content]);
  const sum = sha256(Buffer.concat([Buffer.from(`CALLSEAL-${kind}`), body])).subarray(0, 4);
  const bits = Array.from(Buffer.concat([body, sum]), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? [])
    .map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
  return {
    content: content.toString('hex'),
    line: `CALLSEAL-${kind}-${(letters.match(/.{1,8}/g) ?? []).join('-')}`,
    qr: `CALLSEAL-${kind}-${letters}`,
  };
}

/** The six words of a request. */
function requestWords(publicKey: string): string {
  const list = EFF_LONG_WORDS.filter((word) => /^[a-z]+$/.test(word));
  const content = Buffer.concat([Buffer.from('callseal v1 request'), name, Buffer.from(publicKey, 'hex')]);
  let digits = BigInt(`0x${sha256(content).toString('hex')}`);
  const words: string[] = [];
  for (let place = 0; place < 6; place++) {
    words.push(list[Number(digits % BigInt(list.length))] ?? '');
    digits /= BigInt(list.length);
  }
  return words.reverse().join(' ');
}

const inviteOf = (kind: number, left: number, key: string): Buffer =>
  Buffer.concat([name, Buffer.from([kind]), u64(5_879_664n), u16(left), Buffer.from(key, 'hex')]);
const publicKey = '430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c';

const tone = 'fcfffe0102030405060708';
const extensions = '0003010101'; // 3 bytes: role (1) of 1 byte, camera (1)
const furtherStream = '000b01010103060123456789aa'; // 11 bytes: the same, and member (3) of 6 bytes
// Sound in a picture, 300 bytes of it in extensions (4) of 255 and 45: a block of two packets of source 7, the newest at
// 960 and one 960 ticks before it, with 260 and 3 bytes of Opus; then a block of one of source 8; then padding.
const soundPackets = [
  { source: 7, time: 0, opus: `78${'5a'.repeat(259)}` },
  { source: 7, time: 960, opus: '780102' },
  { source: 8, time: 0xffff_fff0, opus: '08' },
];
const soundValue = [
  `0207000003c003c00104${soundPackets[0]?.opus}00000003${soundPackets[1]?.opus}`,
  `0108fffffff000000001${soundPackets[2]?.opus}`,
]
  .join('')
  .padEnd(600, '0');
const soundExtensions = `04ff${soundValue.slice(0, 510)}042d${soundValue.slice(510)}`;
const padded = (head: string): string => head.padEnd(256, '0');

const vectors = {
  source: 'docs/frame-format.md, version 1; made by make-callseal-v1.ts with node:crypto',
  passphrase: 'Abacus-ZOOM yogurt unicorn tulip reprint!',
  service,
  meeting,
  normalised,
  scrypt_salt: salt.toString('hex'),
  call_secret: callSecret.toString('hex'),
  safety_code: safetyCode(callSecret),
  chain: chain({ key: 'a5'.repeat(32), slot: 5_879_664, end: 5_879_664 + 1_000, later: 5_879_664 + 288 }),
  chain_invite: text('INVITE', inviteOf(1, 1_000, 'a5'.repeat(32))),
  passphrase_invite: text('INVITE', inviteOf(0, 0, callSecret.toString('hex'))),
  request: {
    public_key: publicKey,
    ...text('REQUEST', Buffer.concat([name, u64(5_879_664n), Buffer.from(publicKey, 'hex')])),
    words: requestWords(publicKey),
  },
  pieces: [
    piece({
      slot: 5_879_664, // 5879664 mod 256 = 0x70
      generation: 0,
      participant: '0123456789aa',
      member: '0123456789aa',
      stream: 2,
      ctr: 0n,
      context: { kind: 'video', codec: 'vp8', isKey: true },
      frame: '9d012a80026801',
      form: '21',
      plaintext: `${extensions}9d012a80026801`,
    }),
    piece({
      slot: 5_879_552, // 5879552 mod 256 = 0: the KID is shorter
      generation: 0,
      participant: 'fffffffffffe',
      member: 'fffffffffffe',
      stream: 15,
      ctr: 0x1_0000n,
      context: { kind: 'video', codec: 'vp8', isKey: false },
      frame: '0102030405',
      form: '01',
      plaintext: '0102030405',
    }),
    piece({
      slot: 5_879_807, // 5879807 mod 256 = 0xff
      generation: 1,
      participant: '000000000002',
      member: '000000000002',
      stream: 0,
      ctr: 300n,
      context: { kind: 'audio', codec: 'opus', isKey: false },
      frame: tone,
      form: '11',
      plaintext: padded(`000b${tone}`),
    }),
    piece({
      slot: 5_879_807,
      generation: 1,
      participant: '000000000002',
      member: '000000000002',
      stream: 0,
      ctr: 301n,
      context: { kind: 'audio', codec: 'opus', isKey: false },
      frame: tone,
      form: '31',
      plaintext: padded(`000b${extensions}${tone}`),
    }),
    piece({
      slot: 5_879_807,
      generation: 0,
      participant: 'fedcba987655',
      member: '0123456789aa',
      stream: 1, // the 18th of its worker
      ctr: 0n,
      context: { kind: 'audio', codec: 'opus', isKey: false },
      frame: tone,
      form: '31',
      plaintext: padded(`000b${furtherStream}${tone}`),
    }),
    {
      ...piece({
        slot: 5_879_664,
        generation: 0,
        participant: '0123456789aa',
        member: '0123456789aa',
        stream: 2,
        ctr: 1n,
        context: { kind: 'video', codec: 'vp8', isKey: false },
        frame: '0102030405',
        form: '21',
        plaintext: `0133${extensions.slice(4)}${soundExtensions}0102030405`,
      }),
      sound: soundPackets,
    },
  ],
};

writeFileSync(new URL('callseal-v1.json', import.meta.url), `${JSON.stringify(vectors, undefined, 1)}\n`);
