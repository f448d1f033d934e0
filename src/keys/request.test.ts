import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/callseal-v1.json' with { type: 'json' };
import { concat, utf8 } from '../bytes.ts';
import { newChain } from './chain.ts';
import { openSealed } from './hpke.ts';
import { type Invite, inviteTo } from './invite.ts';
import {
  decodeRequest,
  encodeRequest,
  makeRequest,
  openInvite,
  REQUEST_SLOTS,
  refuseRequest,
  requestWords,
  sealInvite,
} from './request.ts';
import { decodeText, encodeText } from './text-code.ts';
import { WORD_LISTS } from './word-lists.ts';

const SLOT = 5_879_664;
const MEET = { service: 'meet', meeting: 'abc-defg-hij' };
const OTHER = { service: 'meet', meeting: 'xyz-wxyz-xyz' };
const anInvite = (name = MEET): Invite => {
  const invite = inviteTo(name, newChain(SLOT), SLOT);
  if (!invite) throw new Error('no invite');
  return invite;
};

describe('a request', () => {
  it('comes through a chat as it was, without the private key', async () => {
    const request = await makeRequest(MEET, SLOT);
    const { privateKey, ...shown } = request;
    const read = decodeText(encodeText('request', encodeRequest(request)));
    expect(read.ok && decodeRequest(read.content)).toEqual(shown);
    expect(Buffer.from(encodeRequest(request)).includes(Buffer.from(privateKey))).toBe(false);
    expect(decodeRequest(encodeRequest(request).subarray(1))).toBeUndefined();
    expect(decodeRequest(Uint8Array.of(...encodeRequest(request), 0))).toBeUndefined();
  });

  it('is that of the vectors', () => {
    const { public_key, line, words } = vectors.request;
    const request = { call: MEET, slot: SLOT, publicKey: Uint8Array.from(Buffer.from(public_key, 'hex')) };
    expect(encodeText('request', encodeRequest(request))).toBe(line);
    expect(requestWords(request)).toBe(words);
  });

  it('is for an hour, one service and one meeting', async () => {
    const request = await makeRequest(MEET, SLOT);
    expect(refuseRequest(request, MEET, SLOT)).toBeUndefined();
    expect(refuseRequest(request, MEET, SLOT - 1)).toBeUndefined();
    expect(refuseRequest(request, MEET, SLOT - 2)).toBe('clock');
    expect(refuseRequest(request, MEET, SLOT + REQUEST_SLOTS)).toBeUndefined();
    expect(refuseRequest(request, MEET, SLOT + REQUEST_SLOTS + 1)).toBe('expired');
    expect(refuseRequest(request, OTHER, SLOT)).toBe('other-meeting');
    expect(refuseRequest(request, { ...MEET, service: 'jitsi' }, SLOT)).toBe('other-service');
  });

  it('has six words of its key, its service and its meeting', async () => {
    const { publicKey } = await makeRequest(MEET, SLOT);
    const words = requestWords({ call: MEET, publicKey });
    expect(words.split(' ').length).toBe(6);
    expect(words.split(' ').every((word) => WORD_LISTS.en.drawn.includes(word))).toBe(true);
    expect(WORD_LISTS.en.drawn.length ** 6).toBeGreaterThan(2 ** 77);
    const others = [
      requestWords({ call: OTHER, publicKey }),
      requestWords({ call: { ...MEET, service: 'jitsi' }, publicKey }),
      requestWords({ call: MEET, publicKey: publicKey.map((byte, index) => (index === 0 ? byte ^ 1 : byte)) }),
    ];
    expect(new Set([words, ...others]).size).toBe(4);
  });
});

describe('an invite sealed to a request', () => {
  it('opens there', async () => {
    const request = await makeRequest(MEET, SLOT);
    const invite = anInvite();
    expect(await openInvite(request, await sealInvite(request, invite))).toEqual(invite);
  });

  it('has the meeting and the public key in its info', async () => {
    const request = await makeRequest(MEET, SLOT);
    const sealed = await sealInvite(request, anInvite());
    const name = Uint8Array.of(0, 4, ...utf8('meet'), 0, 12, ...utf8('abc-defg-hij'));
    const label = utf8('callseal v1 sealed invite');
    expect(await openSealed(request, concat(label, name, request.publicKey), sealed)).toBeDefined();
    expect(await openSealed(request, concat(label, request.publicKey), sealed)).toBeUndefined();
    expect(await openSealed(request, concat(label, name), sealed)).toBeUndefined();
  });

  it('opens nowhere else', async () => {
    const [request, other] = [await makeRequest(MEET, SLOT), await makeRequest(MEET, SLOT)];
    const sealed = await sealInvite(request, anInvite());
    expect(await openInvite(other, sealed)).toBeUndefined();
    expect(await openInvite({ ...request, call: OTHER }, sealed)).toBeUndefined();
    expect(await openInvite(request, sealed.slice(0, -1))).toBeUndefined();
  });

  it('is none when it is for another meeting than the request', async () => {
    const request = await makeRequest(MEET, SLOT);
    expect(await openInvite(request, await sealInvite(request, anInvite(OTHER)))).toBeUndefined();
  });
});
