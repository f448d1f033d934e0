import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../base64.ts';
import { readSecret } from '../keys/call-secret.ts';
import { newChain } from '../keys/chain.ts';
import { encodeInvite } from '../keys/invite.ts';
import { encodeRequest } from '../keys/request.ts';
import { safetyCode } from '../keys/safety-code.ts';
import { decodeText, encodeText } from '../keys/text-code.ts';
import type { KeyFailure, ShareAnswer } from '../protocol/answers.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import {
  answerRequest,
  newRequest,
  readWords,
  shareInvite,
  shownRequest,
  takeText,
  withPublicWords,
} from './key-exchange.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';
import { makeTabSecret, withSecret } from './tab-secret.ts';

const NOW = 1_763_899_200_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MEET = { service: 'meet', id: 'abc-defg-hij', shared: true };
const OTHER = { ...MEET, id: 'xyz-wxyz-xyz' };
/** Two addresses of one meeting, as participants of a service without shared ids may see them. */
const ZOOM = { service: 'zoom', id: '123456789', shared: false };
const VANITY = { service: 'zoom', id: 'ada', shared: false };

/** Two sites that Callseal does not know, and two addresses of one of them. */
const TALK = { service: 'site', id: 'talk.example/call/kq7x2mfb', shared: false };
const TALK_ELSEWHERE = { ...TALK, id: 'talk.example/guest' };
const EVIL = { ...TALK, id: 'evil.example/call/kq7x2mfb' };

const holder = async (meeting = MEET): Promise<TabRecord> =>
  withSecret(EMPTY_RECORD, await makeTabSecret(meeting, newChain(slotAt(NOW)), null), NOW);
const joiner = async (meeting = MEET): Promise<TabRecord> => ({
  ...EMPTY_RECORD,
  request: await newRequest(meeting, NOW),
});
const textOf = (answer: ShareAnswer): string => {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.text;
};
const requestOf = (record: TabRecord, meeting = MEET) => {
  const shown = shownRequest(record, meeting, NOW);
  if (!shown) throw new Error('no request');
  return shown;
};
const reason = (answer: { ok: true } | { ok: false; reason: KeyFailure }): string =>
  answer.ok ? 'taken' : answer.reason;
const code = async (record: TabRecord) => record.secret && safetyCode(readSecret(record.secret.callSecret));

describe('of a site that Callseal does not know', () => {
  it('an invite is taken there alone, by whatever address', async () => {
    const invite = textOf(shareInvite(await holder(TALK), TALK, NOW));
    expect(reason(await takeText(EMPTY_RECORD, TALK_ELSEWHERE, invite, NOW))).toBe('taken');
    expect(await takeText(EMPTY_RECORD, EVIL, invite, NOW)).toEqual({
      ...{ ok: false, reason: 'other-service' },
      call: { service: 'site:talk.example', meeting: '' },
    });
    expect(reason(await takeText(EMPTY_RECORD, MEET, invite, NOW))).toBe('other-service');
    // What earlier versions say of it is that it was made by a newer one: they read version 1 alone.
    expect(decodeText(invite)).toMatchObject({ ok: true, version: 2 });
  });

  it('so is a request, whose words are of one site', async () => {
    const asks = await joiner(TALK);
    const { text, words } = requestOf(asks, TALK);
    expect(reason(readWords(EMPTY_RECORD, EVIL, text, NOW))).toBe('other-service');
    const answer = textOf(await answerRequest(await holder(TALK_ELSEWHERE), TALK_ELSEWHERE, text, words, NOW));
    expect(reason(await takeText(asks, TALK, answer, NOW))).toBe('taken');
  });

  it('what an earlier version made, without a host, is refused as that', async () => {
    const invite = encodeInvite({
      call: { service: 'site', meeting: '' },
      slot: slotAt(NOW),
      secret: newChain(slotAt(NOW)),
    });
    expect(reason(await takeText(EMPTY_RECORD, TALK, encodeText('invite', invite), NOW))).toBe('older-version');
    const request = encodeRequest({
      call: { service: 'site', meeting: '' },
      slot: slotAt(NOW),
      publicKey: new Uint8Array(32),
    });
    expect(reason(readWords(EMPTY_RECORD, TALK, encodeText('request', request), NOW))).toBe('older-version');
    // One of a known service goes on being taken, and made as before.
    expect(decodeText(textOf(shareInvite(await holder(), MEET, NOW)))).toMatchObject({ ok: true, version: 1 });
  });
});

describe('an invite', () => {
  it('gives another tab the same key, as text and as a QR code', async () => {
    const host = await holder();
    const shared = shareInvite(host, MEET, NOW);
    if (!shared.ok) throw new Error(shared.reason);
    for (const text of [shared.text, shared.qr]) {
      const taken = await takeText(EMPTY_RECORD, MEET, text, NOW);
      expect(taken.ok && (await safetyCode(taken.secret))).toEqual(await code(host));
    }
    expect(shared.until - NOW).toBeGreaterThan(DAY);
    expect(reason(await takeText(EMPTY_RECORD, MEET, shared.text, shared.until - 1))).toBe('taken');
    expect(reason(await takeText(EMPTY_RECORD, MEET, shared.text, shared.until))).toBe('expired');
  });

  it('that does not fit is refused with the reason', async () => {
    const line = textOf(shareInvite(await holder(), MEET, NOW));
    expect(await takeText(EMPTY_RECORD, OTHER, line, NOW)).toEqual({
      ok: false,
      reason: 'other-meeting',
      call: { service: 'meet', meeting: 'abc-defg-hij' },
    });
    expect(reason(await takeText(EMPTY_RECORD, ZOOM, line, NOW))).toBe('other-service');
    expect(reason(await takeText(EMPTY_RECORD, MEET, line, NOW - 2 * SLOT_MS))).toBe('clock');
    expect(reason(await takeText(EMPTY_RECORD, MEET, line.slice(0, -9), NOW))).toBe('cut-short');
    expect(reason(await takeText(EMPTY_RECORD, MEET, 'hello', NOW))).toBe('not-found');
    expect(reason(await takeText(EMPTY_RECORD, MEET, encodeText('invite', Uint8Array.of(1)), NOW))).toBe('damaged');
    expect(reason(await takeText(EMPTY_RECORD, MEET, requestOf(await joiner()).text, NOW))).toBe('is-request');
  });

  it('needs a key for the meeting that the tab shows', async () => {
    expect(reason(shareInvite(EMPTY_RECORD, MEET, NOW))).toBe('no-key');
    expect(reason(shareInvite(await holder(), OTHER, NOW))).toBe('no-key');
  });

  it('works between two addresses of a meeting whose id is not shared', async () => {
    const line = textOf(shareInvite(await holder(ZOOM), ZOOM, NOW));
    expect(reason(await takeText(EMPTY_RECORD, VANITY, line, NOW))).toBe('taken');
  });
});

describe('a request', () => {
  it('is answered with the same key, once its words were compared', async () => {
    const [host, guest] = [await holder(), await joiner()];
    const { text, words } = requestOf(guest);
    expect(readWords(host, MEET, text, NOW)).toEqual({ ok: true, words });
    const answer = textOf(await answerRequest(host, MEET, text, words, NOW));
    const taken = await takeText(guest, MEET, answer, NOW);
    expect(taken.ok && (await safetyCode(taken.secret))).toEqual(await code(host));
  });

  it('is not answered when another one was compared', async () => {
    const [host, guest, swapped] = [await holder(), await joiner(), await joiner()];
    const answer = await answerRequest(host, MEET, requestOf(swapped).text, requestOf(guest).words, NOW);
    expect(reason(answer)).toBe('other-words');
  });

  it('is not answered in the wrong place, time or by the wrong person', async () => {
    const [host, guest] = [await holder(), await joiner()];
    const { text, words, until } = requestOf(guest);
    expect(reason(readWords(host, OTHER, text, NOW))).toBe('other-meeting');
    expect(reason(readWords(host, ZOOM, text, NOW))).toBe('other-service');
    expect(until - NOW).toBeGreaterThan(HOUR);
    expect(reason(readWords(host, MEET, text, until - 1))).toBe('taken');
    expect(reason(readWords(host, MEET, text, until))).toBe('expired');
    expect(reason(readWords(host, MEET, text, NOW - 2 * SLOT_MS))).toBe('clock');
    expect(reason(readWords(guest, MEET, text, NOW))).toBe('own-request');
    expect(reason(readWords(host, MEET, textOf(shareInvite(host, MEET, NOW)), NOW))).toBe('is-invite');
    expect(reason(readWords(host, MEET, text.slice(0, -9), NOW))).toBe('cut-short');
    expect(reason(await answerRequest(EMPTY_RECORD, MEET, text, words, NOW))).toBe('no-key');
  });

  it('opens its own answer only, and only while it is open', async () => {
    const [host, guest, other] = [await holder(), await joiner(), await joiner()];
    const { text, words, until } = requestOf(guest);
    const answer = textOf(await answerRequest(host, MEET, text, words, NOW));
    expect(reason(await takeText(other, MEET, answer, NOW))).toBe('other-request');
    expect(reason(await takeText(EMPTY_RECORD, MEET, answer, NOW))).toBe('no-request');
    expect(reason(await takeText(guest, OTHER, answer, NOW))).toBe('no-request');
    expect(reason(await takeText(guest, MEET, answer, until))).toBe('no-request');
    expect(shownRequest(guest, MEET, until)).toBeNull();
    expect(shownRequest(guest, OTHER, NOW)).toBeNull();
  });

  it('with a key that nothing can be sealed to is damaged', async () => {
    const [host, guest] = [await holder(), await joiner()];
    const hostile = { ...guest, request: guest.request && { ...guest.request, publicKey: `${'A'.repeat(43)}=` } };
    const { text, words } = requestOf(hostile);
    expect(reason(await answerRequest(host, MEET, text, words, NOW))).toBe('damaged');
  });

  it('shows nothing of its private key', async () => {
    const guest = await joiner();
    const shown = requestOf(guest);
    const key = Buffer.from(decodeBase64(guest.request?.privateKey ?? ''));
    expect(key.byteLength).toBe(32);
    expect(JSON.stringify(shown)).not.toContain(guest.request?.privateKey);
    expect(shown.text).not.toContain(key.toString('hex'));
  });

  it('has words that are remembered as public, the newest 16', () => {
    let record = EMPTY_RECORD;
    for (let index = 0; index < 20; index++) record = withPublicWords(record, `words ${index}`);
    expect(record.publicWords).toHaveLength(16);
    expect(record.publicWords.at(-1)).toBe('words 19');
    expect(withPublicWords(record, 'words 19')).toBe(record);
  });
});
