import { decodeBase64, encodeBase64 } from '../base64.ts';
import { slotAt, slotSecret } from '../keys/slots.ts';
import type { GuardReport, Orders, SlotKeys } from '../messages.ts';
import { type Meeting, serviceOf } from '../services/registry.ts';
import type { TabRecord, TabSecret } from './tab-records.ts';

/** Where a report came from, as the browser says. */
export interface Origin {
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

export function isSameMeeting(one: Meeting, other: Meeting): boolean {
  return one.service === other.service && one.id === other.id;
}

/** What a guard is to do, given its tab's record and its own report. */
export async function ordersFor(
  record: TabRecord,
  report: GuardReport,
  { meeting, frameOrigin }: Origin,
  nowMs: number,
  clockOffset: number,
): Promise<Orders> {
  const secret = secretFor(record, meeting);
  const released = record.on && secret !== undefined && belongsTo(frameOrigin, secret.meeting);
  const next = slotAt(nowMs) + 1;
  const behind = report.worker && (report.newestSlot ?? 0) < next;
  return {
    on: record.on,
    hasKey: secret !== undefined,
    keys: released && behind ? await slotKeys(secret, next) : null,
    forget: !released,
    restore:
      report.worker && report.newestSlot === null
        ? {
            highest: Object.entries(record.highest).map(([kid, ctr]) => ({ kid, ctr })),
            participants: record.participants,
          }
        : null,
    clockOffset,
  };
}

/** Secrets are for the service's own hosts only, not for another site's frame in the same tab. */
function belongsTo(frameOrigin: string, meeting: Meeting): boolean {
  return URL.canParse(frameOrigin) && serviceOf(new URL(frameOrigin))?.id === meeting.service;
}

/** Previous, current and next slot: enough for other members' clocks, and for the time this background may sleep. */
async function slotKeys({ callSecret, generation }: TabSecret, next: number): Promise<SlotKeys> {
  const secret = decodeBase64(callSecret);
  const slots = await Promise.all(
    [next - 2, next - 1, next].map(async (slot) => ({ slot, secret: encodeBase64(await slotSecret(secret, slot)) })),
  );
  secret.fill(0);
  return { generation, slots };
}
