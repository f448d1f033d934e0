/** Whose streams are whose: all streams of one worker are one member, however many there are. */
import { beforeEach, expect, it } from 'vitest';
import { AUDIO, Member, NOON, sealed } from '../../test/support/frame-member.ts';
import { Reader } from '../../test/support/reader.ts';
import { opus } from '../covers/opus.ts';
import { callSecretFromPassphrase } from '../keys/passphrase.ts';
import { SLOT_MS } from '../slots.ts';
import { MemberNames } from './member-names.ts';
import type { Opened } from './opener.ts';
import type { Extensions } from './plaintext.ts';
import type { SendStream } from './sealer.ts';

let ada: Member;
let bo: Member;
beforeEach(async () => {
  ada = await new Member().keys(NOON);
  bo = await new Member().keys(NOON);
});

async function heard(stream: SendStream, nowMs = NOON, extensions: Extensions = { role: 'camera' }): Promise<Opened> {
  const { piece } = await sealed(stream, AUDIO, { nowMs, extensions: () => extensions });
  const result = await bo.opener.open({ ...AUDIO, piece, nowMs });
  if (!result.ok) throw new Error(result.failure);
  return result;
}

it('forty streams of one worker are one member, and three participants to who has no key', async () => {
  const all: Opened[] = [];
  for (let i = 0; i < 40; i++) all.push(await heard(ada.sealer.stream()));
  expect(new Set(all.map(({ participant }) => participant)).size).toBe(3);
  expect(new Set(all.map(({ member }) => member))).toEqual(new Set([all[0]?.participant]));
});

it('senders that send nothing take no stream', async () => {
  const microphone = await heard(ada.sealer.stream());
  for (let i = 0; i < 40; i++) ada.sealer.stream();
  const camera = await heard(ada.sealer.stream());
  expect([camera.participant, camera.stream]).toEqual([microphone.participant, 1]);
});

it('two workers are two members', async () => {
  const cy = await new Member().keys(NOON);
  expect((await heard(ada.sealer.stream())).member).not.toBe((await heard(cy.sealer.stream())).member);
});

it('whose a further stream is stays open until it was said, and then holds for all of its participant', async () => {
  const first = await heard(ada.sealer.stream());
  for (let i = 1; i < 16; i++) await heard(ada.sealer.stream());
  const [further, another] = [ada.sealer.stream(), ada.sealer.stream()];
  const { piece } = await sealed(further, AUDIO);
  expect(await bo.opener.open({ ...AUDIO, piece, nowMs: NOON })).toMatchObject({ ok: true, member: undefined });
  expect((await heard(another)).member).toBe(first.participant);
  const { piece: next } = await sealed(further, AUDIO);
  expect(await bo.opener.open({ ...AUDIO, piece: next, nowMs: NOON })).toMatchObject({ member: first.participant });
});

it('a further participant that never says it is a member of its own after ten seconds', () => {
  const names = new MemberNames();
  expect(names.heard(2n, undefined, NOON)).toBe(2n);
  expect(names.heard(2n, 4n, NOON)).toBe(2n);
  expect(names.heard(3n, undefined, NOON)).toBeUndefined();
  expect(names.heard(3n, undefined, NOON + 9_999)).toBeUndefined();
  expect(names.heard(3n, undefined, NOON + 10_000)).toBe(3n);
  expect(names.heard(3n, 2n, NOON + 10_001)).toBe(2n);
  names.expire(NOON + 700_000);
  expect(names.heard(3n, undefined, NOON + 700_000)).toBeUndefined();
});

it('ids that nothing can come back under any more are let go', async () => {
  const stream = ada.sealer.stream();
  for (let i = 0; i < 33; i++) await heard(ada.sealer.stream());
  expect(ada.sealer.participants()).toHaveLength(3);
  const later = NOON + 5 * SLOT_MS;
  await ada.keys(later);
  await bo.keys(later);
  await heard(stream, later);
  ada.sealer.expire(later);
  expect(ada.sealer.participants()).toEqual([(await heard(stream, later)).participant]);
});

it('an independent reader finds the same member', async () => {
  const passphrase = 'abacus zoom yogurt unicorn tulip reprint';
  const secret = await callSecretFromPassphrase(passphrase, { service: 'meet', meeting: 'm' });
  await ada.keys(NOON, secret);
  await bo.keys(NOON, secret);
  const reader = new Reader(passphrase, 'meet', 'm', NOON);
  for (let i = 0; i < 18; i++) {
    const {
      piece,
      head,
      sealed: ciphertext,
    } = await sealed(ada.sealer.stream(), AUDIO, { extensions: () => ({ role: 'microphone' }) });
    const bytes = opus.wrap(
      { head, sealed: ciphertext },
      { isKey: false, width: 0, height: 0, source: new Uint8Array([0xf8]) },
    );
    const read = reader.read({ kind: 'audio', codec: 'opus', isKey: false, bytes: Buffer.from(bytes ?? []) } as never);
    const opened = await bo.opener.open({ ...AUDIO, piece, nowMs: NOON });
    expect(opened).toMatchObject({ ok: true, member: read.member?.toString(16).padStart(12, '0') });
  }
});
