import { companyOf } from '../call/company.ts';
import { doneIn, totalsOf } from '../call/counts.ts';
import { missingEvidence, type Unproven } from '../call/evidence.ts';
import { isAny } from '../call/exceptions.ts';
import { type Icon, iconOf } from '../call/icon.ts';
import { type CallState, judge, worst } from '../call/state.ts';
import type { ManagedSettings } from '../managed.ts';
import { type DocumentState, joinDocuments } from '../protocol/document.ts';
import type { Calls, MemoryView, Site, TabView } from '../protocol/tab-view.ts';
import { otherSite } from '../services/other-site.ts';
import { type Meeting, nativeServiceOf, serviceOf } from '../services/registry.ts';
import { SLOT_MS, slotAt } from '../slots.ts';
import { shownRequest } from './key-exchange.ts';
import { secretFor } from './orders.ts';
import type { TabRecord } from './tab-records.ts';

/** The state of a whole tab, from what its documents reported last. */
export function stateOf(record: TabRecord, meeting: Meeting | undefined): CallState {
  const unproven = unprovenOf(record);
  if (!record.on) return unproven && meeting ? 'unproven' : 'off';
  if (unproven) return 'unproven';
  const hasKey = secretFor(record, meeting)?.unconfirmed === false;
  // What the tab is in before any document has something to say, and what a missing key makes of all of them.
  const own = judge({
    on: true,
    keys: hasKey,
    broken: undefined,
    mixed: isAny(record.exceptions),
    counted: 0,
    standing: true,
  });
  // A document that never had a key and says so has not heard of the one there is.
  const heard = (document: DocumentState): boolean =>
    !(document.state === 'no-key' && hasKey && doneIn(document) === 0);
  const reported = Object.values(record.documents).filter(heard);
  return worst([...reported.map(({ state }) => state), own]);
}

/** The toolbar's icon for a whole tab. */
export function shownIcon(record: TabRecord, meeting: Meeting | undefined): Icon {
  const documents = joinDocuments(Object.values(record.documents));
  const company = companyOf({ totals: totalsOf(documents), streams: documents.streams, ownSound: documents.ownSound });
  const state = stateOf(record, meeting);
  if (state === 'off' && documents.exposed) return 'exposed';
  return iconOf(state, company, secretFor(record, meeting)?.compared ?? false);
}

/** What is missing for any claim about a tab. Where protection is off nothing is claimed but that it could be had. */
export function unprovenOf({ on, silent, documents }: TabRecord): Unproven | null {
  const all = Object.values(documents).map((document) => ({ ...document, heard: document.state !== 'off' }));
  const missing = missingEvidence(all, documents[0], silent);
  return on || missing?.reason === 'late' || missing?.reason === 'silent' ? missing : null;
}

/** What the browser's tabs do together. */
export function callsOf(records: readonly TabRecord[]): Calls {
  const { connected, screen } = joinDocuments(records.flatMap((record) => Object.values(record.documents)));
  return { running: records.some(({ on }) => on) || connected, screen };
}

/** What the browser says of a tab. */
export interface TabPage {
  readonly tabId: number;
  readonly address: string | undefined;
  readonly meeting: Meeting | undefined;
  readonly site: Site | null;
  readonly managed: ManagedSettings;
  /** Whether the user is still to be asked if the meeting's key is to be kept. */
  readonly toKeep: boolean;
  /** Those of frames without a guard. */
  readonly frameSites: readonly Site[];
  /** Whether a guard answers there. */
  readonly guarded: boolean;
}

export function viewOf(
  { tabId, address, meeting, site, managed, toKeep, frameSites, guarded }: TabPage,
  record: TabRecord,
  memory: MemoryView,
  nowMs: number,
): TabView {
  const documents = joinDocuments(Object.values(record.documents));
  const { streams } = documents;
  const secret = secretFor(record, meeting);
  const slots = secret?.callSecret.kind === 'chain' ? secret.callSecret : undefined;
  const url = address && URL.canParse(address) ? new URL(address) : undefined;
  const service = url && serviceOf(url);
  const native = url && nativeServiceOf(url);
  return {
    ...documents,
    tabId,
    service: native?.name ?? (service && (service.name || url.hostname)) ?? null,
    native: native !== undefined,
    site,
    otherSite: service === otherSite,
    cannotSeal: service?.cannotSeal ?? [],
    meeting: meeting?.id ?? null,
    state: stateOf(record, meeting),
    on: record.on,
    unproven: unprovenOf(record),
    frameSites,
    recovered: record.recovered,
    returned: record.returned !== null,
    exceptions: record.exceptions,
    card: record.card,
    hasKey: secret !== undefined,
    key: secret
      ? {
          kind: secret.callSecret.kind,
          code: secret.code,
          compared: secret.compared,
          unconfirmed: secret.unconfirmed,
          until: slots ? slots.end * SLOT_MS : null,
          formerUntil: record.former?.until ?? null,
        }
      : null,
    keyExpired: record.expired,
    request: shownRequest(record, meeting, nowMs),
    memory,
    toKeep: toKeep && secret !== undefined && !secret.unconfirmed,
    keyStopped: record.keyStopped,
    otherMeeting: record.on && record.secret !== null && secret === undefined,
    freeText: (meeting?.shared ?? false) && !managed.drawnWordsOnly,
    managed,
    passphrase: secret?.passphrase ?? null,
    totals: totalsOf(documents),
    foreignSince: record.foreign?.since ?? null,
    history: record.history,
    // A chain that has not begun yet: the clock is more than a slot behind that of whoever made the invite.
    clockDrift: streams.some(({ slotDrift }) => slotDrift !== 0) || (slots?.slot ?? 0) > slotAt(nowMs),
    guarded,
  };
}
