/**
 * The report on a call that users can copy for the developers. Nothing gets into it but numbers and words of its files and
 * of the lists that they read: whatever a page, a server, another member or the user wrote stays out, also where it is
 * expected to be harmless.
 */
import { UNPROVEN_REASONS } from '../src/call/evidence.ts';
import { OWN_SOUND_STATES } from '../src/call/own-sound.ts';
import { PLAYBACK_STATES } from '../src/call/playback.ts';
import { SET_ASIDE } from '../src/call/set-aside.ts';
import { BROKEN_REASONS, CALL_STATES } from '../src/call/state.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import { SERVICES } from '../src/services/registry.ts';
import { documentLines } from './report-documents.ts';
import { frames, streamLines } from './report-streams.ts';
import { known, list, number, yesNo } from './report-words.ts';

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
  const { streams, ended, totals, history, circumstances } = view;
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
    `set aside: ${list(view.setAside.map((what) => known(SET_ASIDE, what)))}`,
    `own sound in pictures: ${known(OWN_SOUND_STATES, view.ownSound)}, card: ${onOff(view.card)}, members heard in pictures: ${number(view.heardInPictures.length)}, playback: ${known(PLAYBACK_STATES, view.playback)}`,
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
    ...streams.flatMap(streamLines).map((line) => `  ${line}`),
    `  ended, send: ${frames(ended.send)}`,
    `  ended, receive: ${frames(ended.receive)}`,
    '',
    ...circumstances.flatMap(documentLines),
  ].join('\n');
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

const onOff = (value: boolean): string => (value ? 'on' : 'off');
