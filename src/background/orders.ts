import { encodeBase64 } from '../base64.ts';
import { NO_EXCEPTIONS } from '../call/exceptions.ts';
import { type CallSecret, readSecret, slotSecretOf } from '../keys/call-secret.ts';
import { printOf } from '../keys/key-in-text.ts';
import type { GuardReport, Orders, SlotKeySet, SlotKeys } from '../protocol/guard.ts';
import { isOwnFrame, isSameMeeting, type Meeting } from '../services/registry.ts';
import { slotAt } from '../slots.ts';
import type { FormerSecret, TabRecord, TabSecret } from './tab-records.ts';

/** Where a report came from, as the browser says. */
export interface Origin {
  /** Match patterns of all pages that Callseal works on. */
  readonly covered: readonly string[];
  /** The meeting that the tab's address names now. */
  readonly meeting: Meeting | undefined;
  /** The origin of the reporting frame. */
  readonly frameOrigin: string;
}

/** The tab's secret, if it was given for the meeting that the tab shows: a page cannot pull another meeting's key. */
export function secretFor(record: TabRecord, meeting: Meeting | undefined): TabSecret | undefined {
  const { secret } = record;
  return secret && meeting && isSameMeeting(secret.meeting, meeting) ? secret : undefined;
}

/** What a guard is to do, given its tab's record and its own report. */
export async function ordersFor(
  record: TabRecord,
  report: GuardReport,
  { covered, meeting, frameOrigin }: Origin,
  nowMs: number,
  clockOffset: number,
): Promise<Omit<Orders, 'settings'>> {
  const secret = secretFor(record, meeting);
  const own = secret !== undefined && (isOwnFrame(frameOrigin, secret.meeting) || isVouchedFor(record, report));
  const released = record.on && own;
  const next = slotAt(nowMs) + 1;
  const behind = report.worker && (report.keyId !== secret?.id || (report.newestSlot ?? 0) < next);
  return {
    on: record.on,
    protection: record.on ? record.protection : null,
    covered,
    exceptions: released ? record.exceptions : NO_EXCEPTIONS,
    card: record.on && record.card,
    hasKey: secret !== undefined && !secret.unconfirmed,
    keys: released && behind ? await slotKeys(secret, record.former, next) : null,
    forget: !released,
    restore:
      report.worker && report.newestSlot === null
        ? {
            highest: Object.entries(record.highest).map(([kid, ctr]) => ({ kid, ctr })),
            participants: record.participants,
          }
        : null,
    words: released && secret.passphrase !== null ? printOf(secret.passphrase) : null,
    clockOffset,
  };
}

/** Whether a page of the meeting's own service gives camera, microphone or screen to the frame, so that it holds the call. */
function isVouchedFor({ documents }: TabRecord, { document: { greeting } }: GuardReport): boolean {
  if (greeting === null) return false;
  return Object.values(documents).some(
    ({ own, frames }) => own && frames.some(({ id, devices }) => devices && id === greeting),
  );
}

/** The secret to send with, and the one it replaced. Null while the clock is before the beginning of a chain. */
async function slotKeys(secret: TabSecret, former: FormerSecret | null, next: number): Promise<SlotKeys | null> {
  const current = await keySet(secret, null, !secret.unconfirmed, next);
  if (current.slots.length === 0) return null;
  return former ? [current, await keySet(former.secret, former.until, false, next)] : [current];
}

/** Previous, current and next slot: enough for other members' clocks, and for the time this background may sleep. */
async function keySet(
  { id, generation, callSecret }: TabSecret,
  until: number | null,
  seals: boolean,
  next: number,
): Promise<SlotKeySet> {
  const secret = readSecret(callSecret);
  const slots = await Promise.all([next - 2, next - 1, next].map((slot) => slotEntry(secret, slot)));
  secret.key.fill(0);
  return { id, generation, until, seals, slots: slots.filter((entry) => entry !== undefined) };
}

async function slotEntry(secret: CallSecret, slot: number): Promise<SlotKeySet['slots'][number] | undefined> {
  const bytes = await slotSecretOf(secret, slot);
  const entry = bytes && { slot, secret: encodeBase64(bytes) };
  bytes?.fill(0);
  return entry;
}
