import { describe, expect, it, vi } from 'vitest';
import { Member } from '../../test/support/frame-member.ts';
import vectors from '../../test/vectors/callseal-v1.json' with { type: 'json' };
import type { Bytes } from '../bytes.ts';
import { normalise } from '../keys/normalise.ts';
import { callSecretFromPassphrase, passphraseSalt } from '../keys/passphrase.ts';
import { slotSecret } from '../keys/slot-secret.ts';
import { SLOT_MS } from '../slots.ts';
import { frameKeyOf, type Generation } from './key-ring.ts';
import { EXTENDED, type FrameContext } from './piece.ts';
import { decodeSound, encodeSound, type SoundPacket } from './sound-block.ts';

const bytes = (digits: string): Bytes => Uint8Array.from(Buffer.from(digits, 'hex'));
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex');
const name = { service: vectors.service, meeting: vectors.meeting };

/** Milliseconds, for a key to be derived. */
const WAIT = { timeout: 10_000 };

type Vector = (typeof vectors.pieces)[number];

/** Of the vector's sound, with its padding. */
const SOUND_BYTES = 300;

const soundOf = (vector: Vector): SoundPacket[] =>
  'sound' in vector ? vector.sound.map(({ opus, ...place }) => ({ ...place, opus: bytes(opus) })) : [];

async function memberOf({ generation, slot, slot_secret }: Vector, draw?: () => bigint): Promise<Member> {
  const member = new Member(draw);
  const slots = [{ slot, secret: bytes(slot_secret) }];
  await member.ring.take([{ id: 'vector', generation: generation as Generation, until: null, seals: true, slots }]);
  return member;
}

it('makes the call secret of the vectors', async () => {
  expect(normalise(vectors.passphrase)).toBe(vectors.normalised);
  expect(hex(passphraseSalt(name))).toBe(vectors.scrypt_salt);
  expect(hex(await callSecretFromPassphrase(vectors.passphrase, name))).toBe(vectors.call_secret);
}, 30_000);

describe.each(vectors.pieces)('the piece of KID $kid, CTR $ctr', (vector) => {
  const context = vector.context as FrameContext;
  const nowMs = vector.slot * SLOT_MS;

  it('has the keys of the vector', async () => {
    expect(hex(await slotSecret(bytes(vectors.call_secret), vector.slot))).toBe(vector.slot_secret);
    const slotKey = (await memberOf(vector)).ring.toSend(vector.slot);
    expect(slotKey?.hint).toBe(vector.hint);
    if (!slotKey) return;
    const counter = bytes(BigInt(vector.ctr).toString(16).padStart(24, '0'));
    const { key, salt } = await frameKeyOf(slotKey, BigInt(`0x${vector.kid}`));
    const iv = salt.map((byte, i) => byte ^ (counter[i] ?? 0));
    expect(hex(iv)).toBe(vector.nonce);
    const raw = await crypto.subtle.importKey('raw', bytes(vector.frame_key), 'AES-GCM', false, ['encrypt']);
    const encrypt = (by: CryptoKey) => crypto.subtle.encrypt({ name: 'AES-GCM', iv }, by, new Uint8Array(32));
    expect(new Uint8Array(await encrypt(key))).toEqual(new Uint8Array(await encrypt(raw)));
  });

  it('opens', async () => {
    const member = await memberOf(vector);
    const opened = await member.opener.open({ ...context, piece: bytes(vector.piece), nowMs });
    expect((opened.ok && opened.sound && decodeSound(opened.sound)) || []).toEqual(soundOf(vector));
    expect(opened).toMatchObject({
      ok: true,
      frame: bytes(vector.frame),
      kid: BigInt(`0x${vector.kid}`),
      ctr: BigInt(vector.ctr),
      participant: vector.participant,
      member: vector.member,
      stream: vector.stream,
      slotDrift: 0,
    });
  });
});

it.each(vectors.pieces)('seals to the very bytes of the piece of KID $kid, CTR $ctr', async (vector) => {
  const isFurther = vector.member !== vector.participant;
  const ids = isFurther ? [vector.member, vector.participant] : [vector.participant];
  const member = await memberOf(vector, () => BigInt(`0x${ids.shift()}`));
  const context = vector.context as FrameContext;
  const input = { ...context, frame: bytes(vector.frame), nowMs: vector.slot * SLOT_MS };
  // The pieces before it, and those of other streams, are sealed in name only.
  const encrypt = vi.spyOn(crypto.subtle, 'encrypt').mockResolvedValue(new ArrayBuffer(0));
  const others = (isFurther ? 16 : 0) + vector.stream;
  for (let other = 0; other < others; other++) member.sealer.stream().begin(input);
  const stream = member.sealer.stream();
  for (let ctr = 0n; ctr < BigInt(vector.ctr); ctr++) stream.begin(input);
  await vi.waitFor(() => expect(encrypt).toHaveBeenCalledTimes(others + Number(vector.ctr)), WAIT);
  encrypt.mockRestore();
  const extensions = Number.parseInt(vector.form, 16) & EXTENDED ? () => ({ role: 'camera' as const }) : undefined;
  const packets = soundOf(vector);
  const sound = packets.length > 0 ? encodeSound(packets, SOUND_BYTES) : undefined;
  const result = await stream.seal({ ...input, extensions, sound });
  expect(result.ok && hex(result.head) + hex(new Uint8Array(result.sealed))).toBe(vector.piece);
});
