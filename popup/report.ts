/**
 * The report on a call that users can copy for the developers. Nothing gets into it but numbers and words of this file and
 * of the lists that it reads: whatever a page, a server, another member or the user wrote stays out, also where it is
 * expected to be harmless.
 */
import { FRAME_FAILURES, STREAM_KINDS, STREAM_SIDES, type StreamCounts } from '../src/call/counts.ts';
import { UNPROVEN_REASONS } from '../src/call/evidence.ts';
import type { FrameCounts } from '../src/call/lately.ts';
import { OWN_SOUND_STATES } from '../src/call/own-sound.ts';
import { SET_ASIDE } from '../src/call/set-aside.ts';
import { BROKEN_REASONS, CALL_STATES } from '../src/call/state.ts';
import { CODEC_IDS } from '../src/codecs.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import { SERVICES } from '../src/services/registry.ts';

/** What the popup knows of the browser. */
export interface Surroundings {
  /** Callseal's own. */
  readonly version: string;
  readonly userAgent: string;
  /** Unix time, milliseconds. */
  readonly nowMs: number;
}

const BROWSERS = [
  ['Edge', /\bEdg\/(\d{1,4})/],
  ['Chrome', /\bChrome\/(\d{1,4})/],
  ['Firefox', /\bFirefox\/(\d{1,4})/],
] as const;
const SYSTEMS = ['Windows', 'Mac OS', 'CrOS', 'Android', 'Linux'] as const;

export function reportOf(view: TabView, { version, userAgent, nowMs }: Surroundings): string {
  const { streams, ended, totals, history } = view;
  const began = history[0]?.at ?? nowMs;
  const seconds = (moment: number): number => number((moment - began) / 1_000);
  return [
    'Callseal report',
    `version: ${/^\d{1,5}(?:\.\d{1,5}){0,3}$/.test(version) ? version : 'unknown'}`,
    `browser: ${browserOf(userAgent)}`,
    `service: ${serviceOf(view)}`,
    `protection: ${onOff(view.on)}${view.recovered ? ', recovered' : ''}`,
    `state: ${known(CALL_STATES, view.state)}`,
    `broken: ${known(BROKEN_REASONS, view.broken)}`,
    `missing evidence: ${known(UNPROVEN_REASONS, view.unproven?.reason)}, frames without a guard: ${number(view.frameSites.length)}`,
    `key: ${view.key ? `${known(['passphrase', 'chain'], view.key.kind)}${view.key.unconfirmed ? ', unconfirmed' : ''}` : 'none'}`,
    `other meeting: ${yesNo(view.otherMeeting)}, key expired: ${yesNo(view.keyExpired)}, clock drift: ${yesNo(view.clockDrift)}`,
    `unsealed by choice: hear ${onOff(view.exceptions.hear)}, sound ${onOff(view.exceptions.sound)}`,
    `set aside: ${view.setAside.map((what) => known(SET_ASIDE, what)).join(', ') || 'nothing'}`,
    `own sound: ${known(OWN_SOUND_STATES, view.ownSound)}, heard in pictures: ${number(view.heardInPictures.length)}`,
    `members lately: ${number(totals.members)}, spliced: ${yesNo(view.spliced)}, connection made: ${yesNo(view.connected)}`,
    '',
    'history, in seconds:',
    ...history.map(({ at, state, broken }) => {
      const reason = broken === null ? '' : ` (${known(BROKEN_REASONS, broken)})`;
      return `  ${seconds(at)} ${known(CALL_STATES, state)}${reason}`;
    }),
    `  ${seconds(nowMs)} this report`,
    '',
    'streams:',
    ...streams.map(streamLine),
    `  ended, send: ${frames(ended.send)}`,
    `  ended, receive: ${frames(ended.receive)}`,
  ].join('\n');
}

function streamLine(stream: StreamCounts): string {
  const { side, kind, codec, seen, slotDrift, lately } = stream;
  const what = `${known(STREAM_SIDES, side)} ${known(STREAM_KINDS, kind)} ${known(CODEC_NAMES, codec.toLowerCase().replace(/^(?:audio|video)\//, ''))}`;
  const drift = slotDrift === 0 ? '' : `, drift ${number(slotDrift)}`;
  return `  ${what}: ${number(seen)} seen, ${frames(stream)}${drift}; lately ${frames(lately)}`;
}

/** Those that can be sealed, and those that browsers have beside them. */
const CODEC_NAMES = [
  ...Object.keys(CODEC_IDS),
  'red',
  'rtx',
  'ulpfec',
  'pcmu',
  'pcma',
  'g722',
  'telephone-event',
  'cn',
];

function frames({ done, passed, failures }: FrameCounts): string {
  const failed = FRAME_FAILURES.filter((reason) => (failures[reason] ?? 0) > 0).map(
    (reason) => `, ${number(failures[reason] ?? 0)} ${reason}`,
  );
  return `${number(done)} done, ${number(passed)} in clear${failed.join('')}`;
}

function serviceOf({ service, native, otherSite }: TabView): string {
  if (native) return 'one without a web client';
  if (otherSite) return 'another site';
  return known(
    SERVICES.map(({ name }) => name),
    service,
  );
}

function browserOf(userAgent: string): string {
  const system = SYSTEMS.find((name) => userAgent.includes(name)) ?? 'other system';
  for (const [name, pattern] of BROWSERS) {
    const major = pattern.exec(userAgent)?.[1];
    if (major) return `${name} ${Number(major)}, ${system}`;
  }
  return `other, ${system}`;
}

/** A word of a list, and never any other: "none" for nothing, "other" for what is not on it. */
function known(words: readonly string[], word: string | null | undefined): string {
  if (word === null || word === undefined) return 'none';
  return words.includes(word) ? word : 'other';
}

function number(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : 0;
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const onOff = (value: boolean): string => (value ? 'on' : 'off');
