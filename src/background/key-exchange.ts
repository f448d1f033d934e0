import { decodeBase64, encodeBase64 } from '../base64.ts';
import { type CallSecret, readSecret } from '../keys/call-secret.ts';
import { decodeInvite, encodeInvite, INVITE_SLOTS, type Invite, inviteTo, refuseInvite } from '../keys/invite.ts';
import { normalise } from '../keys/normalise.ts';
import {
  decodeRequest,
  encodeRequest,
  type InviteRequest,
  makeRequest,
  type OpenRequest,
  openInvite,
  REQUEST_SLOTS,
  refuseRequest,
  requestWords,
  sealInvite,
} from '../keys/request.ts';
import { decodeText, encodeQr, encodeText, type TextKind, type TextVersion } from '../keys/text-code.ts';
import type { KeyFailure, KeyRefusal, ShareAnswer, Shared, WordsAnswer } from '../protocol/answers.ts';
import { otherSite } from '../services/other-site.ts';
import { isSameMeeting, type Meeting } from '../services/registry.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { secretFor } from './orders.ts';
import type { KeptRequest, TabRecord } from './tab-records.ts';
import { sharedCallOf } from './tab-secret.ts';

/** Words kept per tab: nobody has shown or read more requests of late. */
const KEPT_WORDS = 16;

const INVITE_MARK = 'callsealinvite';
/** Enough letters of an invite to tell it from any other, whatever its name. */
const INVITE_LETTERS = 100;

/** What was taken; `sealed`: by a sealed reply, so that nobody knows from whom. */
type Taken = { readonly ok: true; readonly secret: CallSecret; readonly sealed: boolean } | KeyRefusal;
type ReadRequest = { readonly ok: true; readonly request: InviteRequest } | KeyRefusal;

/** An invite to the tab's call. */
export function shareInvite(record: TabRecord, meeting: Meeting, nowMs: number): ShareAnswer {
  const content = inviteContent(record, meeting, slotAt(nowMs));
  if (!content) return refusal('no-key');
  const shared = sharedText('invite', content, versionFor(meeting), slotAt(nowMs) + INVITE_SLOTS);
  content.fill(0);
  return { ok: true, ...shared };
}

/** The call secret of a text: an invite, or one sealed to the tab's request. */
export async function takeText(record: TabRecord, meeting: Meeting, text: string, nowMs: number): Promise<Taken> {
  const found = decodeText(text);
  if (!found.ok) return refusal(found.failure);
  if (found.kind === 'request') return refusal('is-request');
  if (found.version < versionFor(meeting)) return refusal('older-version');
  if (found.kind === 'invite') return takeInvite(decodeInvite(found.content), false, meeting, nowMs);
  const request = openRequest(record, meeting, nowMs);
  if (!request) return refusal('no-request');
  const invite = await openInvite(request, found.content);
  return invite ? takeInvite(invite, true, meeting, nowMs) : refusal('other-request');
}

/** A new request of the tab. */
export async function newRequest(meeting: Meeting, nowMs: number): Promise<KeptRequest> {
  const { slot, publicKey, privateKey } = await makeRequest(sharedCallOf(meeting), slotAt(nowMs));
  const kept = { meeting, slot, publicKey: encodeBase64(publicKey), privateKey: encodeBase64(privateKey) };
  privateKey.fill(0);
  return kept;
}

/** The tab's request as it is shown, or null when there is none, or not for this meeting, or not any more. */
export function shownRequest(
  record: TabRecord,
  meeting: Meeting | undefined,
  nowMs: number,
): (Shared & { words: string }) | null {
  const request = meeting && openRequest(record, meeting, nowMs);
  if (!request) return null;
  const shared = sharedText('request', encodeRequest(request), versionFor(meeting), request.slot + REQUEST_SLOTS);
  return { ...shared, words: requestWords(request) };
}

/** The words of somebody's request. */
export function readWords(record: TabRecord, meeting: Meeting, text: string, nowMs: number): WordsAnswer {
  const read = readRequest(record, meeting, text, nowMs);
  return read.ok ? { ok: true, words: requestWords(read.request) } : read;
}

/** The tab's invite, sealed to somebody's request. @param words those that the host has compared */
export async function answerRequest(
  record: TabRecord,
  meeting: Meeting,
  text: string,
  words: string,
  nowMs: number,
): Promise<ShareAnswer> {
  const read = readRequest(record, meeting, text, nowMs);
  if (!read.ok) return read;
  if (requestWords(read.request) !== words) return refusal('other-words');
  const invite = inviteOf(record, meeting, slotAt(nowMs));
  if (!invite) return refusal('no-key');
  try {
    const sealed = await sealInvite(read.request, invite);
    return { ok: true, ...sharedText('sealed', sealed, versionFor(meeting), read.request.slot + REQUEST_SLOTS) };
  } catch {
    return refusal('damaged'); // a request whose key is none
  } finally {
    invite.secret.key.fill(0);
  }
}

/** Whether an invite of a text stands in a page, so that the service has it. Sealed ones may. */
export function standsIn(page: string, text: string): boolean {
  const form = normalise(text);
  const shown = normalise(page);
  // The sentences of a message may happen to spell the mark before the invite does.
  return Array.from(form.matchAll(new RegExp(INVITE_MARK, 'g'))).some(({ index }) =>
    shown.includes(form.slice(index, index + INVITE_LETTERS)),
  );
}

/** The record with the words of a request that was shown or read in its tab. */
export function withPublicWords(record: TabRecord, words: string): TabRecord {
  if (record.publicWords.includes(words)) return record;
  return { ...record, publicWords: [...record.publicWords, words].slice(-KEPT_WORDS) };
}

export function refusal(reason: KeyFailure, call: KeyRefusal['call'] = null): KeyRefusal {
  return { ok: false, reason, call };
}

function readRequest(record: TabRecord, meeting: Meeting, text: string, nowMs: number): ReadRequest {
  const found = decodeText(text);
  if (!found.ok) return refusal(found.failure);
  if (found.kind !== 'request') return refusal('is-invite');
  if (found.version < versionFor(meeting)) return refusal('older-version');
  const request = decodeRequest(found.content);
  if (!request) return refusal('damaged');
  const refused = refuseRequest(request, sharedCallOf(meeting), slotAt(nowMs));
  if (refused) return refusal(refused, request.call);
  const own = record.request?.publicKey === encodeBase64(request.publicKey);
  return own ? refusal('own-request') : { ok: true, request };
}

function takeInvite(invite: Invite | undefined, sealed: boolean, meeting: Meeting, nowMs: number): Taken {
  if (!invite) return refusal('damaged');
  const refused = refuseInvite(invite, sharedCallOf(meeting), slotAt(nowMs));
  return refused ? refusal(refused, invite.call) : { ok: true, secret: invite.secret, sealed };
}

function openRequest({ request }: TabRecord, meeting: Meeting, nowMs: number): OpenRequest | undefined {
  if (!request || !isSameMeeting(request.meeting, meeting)) return undefined;
  if (slotAt(nowMs) > request.slot + REQUEST_SLOTS) return undefined;
  return {
    call: sharedCallOf(meeting),
    slot: request.slot,
    publicKey: decodeBase64(request.publicKey),
    privateKey: decodeBase64(request.privateKey),
  };
}

function inviteOf(record: TabRecord, meeting: Meeting, slot: number): Invite | undefined {
  const held = secretFor(record, meeting);
  // What may be the service's own key is not passed on.
  if (held?.unconfirmed) return undefined;
  const secret = held && readSecret(held.callSecret);
  const invite = secret && inviteTo(sharedCallOf(meeting), secret, slot);
  secret?.key.fill(0);
  return invite;
}

function inviteContent(record: TabRecord, meeting: Meeting, slot: number): Uint8Array | undefined {
  const invite = inviteOf(record, meeting, slot);
  const content = invite && encodeInvite(invite);
  invite?.secret.key.fill(0);
  return content;
}

/** Versions that know no host of another site say of one that they are too old, and not that it is for another site. */
function versionFor({ service }: Meeting): TextVersion {
  return service === otherSite.id ? 2 : 1;
}

/** @param lastSlot the last one in which the text is taken */
function sharedText(kind: TextKind, content: Uint8Array, version: TextVersion, lastSlot: number): Shared {
  const until = (lastSlot + 1) * SLOT_MS;
  return { text: encodeText(kind, content, version), qr: encodeQr(kind, content, version), until };
}
