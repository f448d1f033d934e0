import { hex, readBigEndian } from '../bytes.ts';
import type { CallId } from '../keys/call-id.ts';
import { type CallSecret, keepSecret, movedOn } from '../keys/call-secret.ts';
import { REQUEST_SLOTS } from '../keys/request.ts';
import { type SafetyCode, safetyCode } from '../keys/safety-code.ts';
import { hostOf, otherSite } from '../services/other-site.ts';
import { isSameMeeting, type Meeting } from '../services/registry.ts';
import { slotAt } from '../slots.ts';
import type { FormerSecret, TabRecord, TabSecret } from './tab-records.ts';

/** How long a secret that was replaced still opens: time for the others to take the new one, in milliseconds. */
export const SWITCH_OVER_MS = 120_000;

/** What a passphrase is salted with. The id of a meeting that participants may see differently is left out. */
export function callIdOf({ service, id, shared }: Meeting): CallId {
  return { service, meeting: shared ? id : '' };
}

/**
 * What an invite or a request is for. All sites that Callseal does not know are one service, so their host belongs to it:
 * what was made for one of them is refused on another.
 */
export function sharedCallOf(meeting: Meeting): CallId {
  return meeting.service === otherSite.id
    ? { service: `${otherSite.id}:${hostOf(meeting)}`, meeting: '' }
    : callIdOf(meeting);
}

/** A secret as a tab keeps it. @param secret its key is wiped; @param unconfirmed nobody knows who sealed it */
export async function makeTabSecret(
  meeting: Meeting,
  secret: CallSecret,
  passphrase: string | null,
  unconfirmed = false,
): Promise<TabSecret> {
  const code = await safetyCode(secret);
  const callSecret = keepSecret(secret);
  secret.key.fill(0);
  const id = hex(readBigEndian(crypto.getRandomValues(new Uint8Array(8)), 0, 8), 16);
  return { id, meeting, callSecret, passphrase, generation: 0, code, compared: false, unconfirmed };
}

/**
 * The record with a new secret. In the meeting of the one before it, that one goes on opening for a while under the
 * other generation; the same secret again changes nothing but the passphrase that is
 * shown, and that it is confirmed when it came by a way that one trusts.
 */
export function withSecret(record: TabRecord, secret: TabSecret, nowMs: number): TabRecord {
  const before = record.secret;
  // A request was for one invite, and whoever has a key needs none.
  const given = { ...record, expired: false, request: null, returned: null };
  if (!before || !isSameMeeting(before.meeting, secret.meeting)) return { ...given, secret, former: null };
  if (isSameCode(before.code, secret.code)) {
    const unconfirmed = before.unconfirmed && secret.unconfirmed;
    return { ...given, secret: { ...before, unconfirmed, passphrase: secret.passphrase ?? before.passphrase } };
  }
  return {
    ...given,
    keyStopped: false, // whatever was sent was the one before
    secret: { ...secret, generation: before.generation === 0 ? 1 : 0 },
    former: { secret: before, until: nowMs + SWITCH_OVER_MS },
  };
}

/**
 * The record at the clock's time: chains are stepped, and what is over is dropped, a request's private key included.
 *
 * @returns the very record when nothing changes
 */
export function withClock(record: TabRecord, nowMs: number): TabRecord {
  const secret = atSlot(record.secret, slotAt(nowMs));
  const former = formerAt(record.former, nowMs);
  const request = record.request && slotAt(nowMs) <= record.request.slot + REQUEST_SLOTS ? record.request : null;
  if (secret === record.secret && former === record.former && request === record.request) return record;
  return { ...record, secret, former, request, expired: record.expired || (record.secret !== null && secret === null) };
}

function formerAt(former: FormerSecret | null, nowMs: number): FormerSecret | null {
  if (!former || former.until <= nowMs) return null;
  const secret = atSlot(former.secret, slotAt(nowMs));
  return secret === former.secret ? former : secret && { ...former, secret };
}

function atSlot(secret: TabSecret | null, slot: number): TabSecret | null {
  if (!secret) return null;
  const callSecret = movedOn(secret.callSecret, slot);
  if (callSecret === secret.callSecret) return secret;
  return callSecret ? { ...secret, callSecret } : null;
}

function isSameCode(one: SafetyCode, other: SafetyCode): boolean {
  return one.digits === other.digits && one.emoji.join() === other.emoji.join();
}
