import { type Company, companyOf, outsideOf } from '../src/call/company.ts';
import type { FrameFailure } from '../src/call/counts.ts';
import { mayMixSound } from '../src/call/mixed-sound.ts';
import type { BrokenReason } from '../src/call/state.ts';
import type { TabView } from '../src/protocol/tab-view.ts';
import { SERVICES } from '../src/services/registry.ts';
import type { Situation } from '../ui/situation.ts';
import { list, type MessageKey, plural, t } from '../ui/texts.ts';

/** One sentence on how things stand and one next step. */
export interface StatusText {
  readonly say: string;
  readonly next: string | undefined;
}

const HEADLINES: Readonly<Record<Situation, MessageKey>> = {
  unknown: 'head_unknown',
  native: 'head_native',
  'no-access': 'head_no_access',
  unguarded: 'head_unguarded',
  'no-meeting': 'head_no_meeting',
  unavailable: 'head_unavailable',
  unproven: 'head_unproven',
  off: 'head_off',
  'no-key': 'head_no_key',
  unconfirmed: 'head_unconfirmed',
  armed: 'head_armed',
  sealed: 'head_sealed',
  mixed: 'head_mixed',
  broken: 'head_broken',
};

const COMPANY_HEADLINES: Readonly<Record<Exclude<Company, 'all'>, MessageKey>> = {
  ...{ alone: 'head_alone', none: 'head_none_sealed', some: 'head_some_sealed' },
};

const BROKEN_TEXTS: Readonly<Record<BrokenReason, { readonly say: MessageKey; readonly next: MessageKey }>> = {
  'reload-needed': { say: 'broken_reload_needed', next: 'next_reload_needed' },
  'other-extension': { say: 'broken_other_extension', next: 'next_other_extension' },
  'helper-blocked': { say: 'broken_helper_blocked', next: 'next_helper_blocked' },
  'helper-late': { say: 'broken_helper_late', next: 'next_helper_late' },
  'worker-lost': { say: 'broken_worker_lost', next: 'next_worker_lost' },
  'transform-replaced': { say: 'broken_transform_replaced', next: 'next_transform_replaced' },
  'no-sealable-mode': { say: 'broken_no_sealable_mode', next: 'next_no_sealable_mode' },
  'left-sealable-mode': { say: 'broken_left_sealable_mode', next: 'next_left_sealable_mode' },
  'failed-before': { say: 'broken_failed_before', next: 'next_failed_before' },
  leak: { say: 'broken_leak', next: 'next_leak' },
  'unsupported-browser': { say: 'broken_unsupported_browser', next: 'next_unsupported_browser' },
};

/** Failures that do not say that somebody else is there: those of sending, and repetitions. */
const OF_NOBODY: ReadonlySet<string> = new Set<FrameFailure>([
  'no-key',
  'too-large',
  'duplicate',
  'no-carrier',
  'stopped',
  'waiting-for-key-frame',
]);

/** Who is sealed now, where anything is; the state else. */
export function headline(situation: Situation, view: TabView | null): string {
  if (!view) return t(HEADLINES[situation]);
  const company = companyOf(view);
  // Who sends nothing may still get what does not open.
  if (situation === 'armed' && company === 'none') return t('head_nothing_sealed');
  if (situation !== 'sealed') return t(HEADLINES[situation]);
  if (company === 'none' && mayMixSound(view.streams)) return t('head_nothing_sealed');
  const { members } = view.totals;
  if (company === 'some' && members > 0) return plural(members, 'head_some_sealed_one', 'head_some_sealed_other');
  if (company !== 'all') return t(COMPANY_HEADLINES[company]);
  if (view.key?.compared) return t('head_compared');
  return members === 0 ? t('head_sealed') : plural(members, 'head_sealed_with_one', 'head_sealed_with_other');
}

export function statusText(situation: Situation, view: TabView | null): StatusText {
  const service = view?.service ?? '';
  switch (situation) {
    case 'unknown':
      return { say: t('say_unknown', list(SERVICES.map(({ name }) => name))), next: t('next_unknown') };
    case 'native':
      return { say: t('say_native', service), next: t('next_native') };
    case 'no-access':
      return { say: noAccessText(view, service), next: t('next_no_access') };
    case 'unguarded':
      return { say: t('say_unguarded'), next: undefined };
    case 'no-meeting':
      return { say: t('say_no_meeting', service), next: t('next_no_meeting') };
    case 'unavailable':
      return { say: t('say_unavailable'), next: t('next_unavailable') };
    case 'unproven':
      return unprovenText(view, service);
    case 'off':
      if (view?.exposed) return { say: t('say_exposed'), next: undefined };
      // Camera and microphone were taken away, and stay away until the document goes.
      return view?.broken
        ? { say: t('say_off_stopped'), next: t('next_off_stopped') }
        : { say: t('say_off', service), next: undefined };
    case 'no-key':
      return { say: t(noKeyText(view)), next: undefined };
    case 'unconfirmed':
      return { say: t('say_unconfirmed'), next: t('next_unconfirmed') };
    case 'armed':
      return armedText(view);
    case 'sealed':
      return sealedText(view);
    case 'mixed':
      return { say: t(view?.exceptions.sound ? 'say_mixed_sound' : 'say_mixed_hear'), next: undefined };
    case 'broken':
      return brokenText(view?.broken ?? null, service);
  }
}

function noKeyText(view: TabView | null): MessageKey {
  if (view?.returned) return 'say_returned';
  if (view?.recovered) return 'say_recovered';
  return view?.otherMeeting ? 'say_other_meeting' : 'say_no_key';
}

function unprovenText(view: TabView | null, service: string): StatusText {
  const unproven = view?.unproven;
  switch (unproven?.reason) {
    case 'late':
    case 'silent':
      return { say: t('say_unguarded'), next: undefined };
    case 'unhooked':
      return { say: t('say_unhooked'), next: t('next_unhooked') };
    case 'frame':
      return frameText(unproven.origins, service);
    default:
      return { say: t('say_checking'), next: undefined };
  }
}

/** Frames without a guard, by their hosts; those that Callseal may work on already came before it did. */
function frameText(origins: readonly string[], service: string): StatusText {
  const hosts = Array.from(new Set(origins.map((origin) => new URL(origin).host)));
  if (hosts.length === 0) return { say: t('say_unguarded_frame'), next: undefined };
  return { say: t('say_strange_frame', list(hosts), service), next: t('next_strange_frame') };
}

function noAccessText(view: TabView | null, service: string): string {
  if (view?.otherSite) return t('say_other_site', service);
  switch (view?.site?.access) {
    case 'taken-back':
      return t('say_access_taken_back', service);
    case 'new':
      return t('say_access_new', service);
    default:
      return t('say_no_access', service);
  }
}

/** Nothing was sealed or opened yet; what comes all the same is explained. */
function armedText(view: TabView | null): StatusText {
  if (view && isOwnAlone(view.totals.now.failures)) return { say: t('say_armed_own'), next: undefined };
  if (view && companyOf(view) === 'none') return { say: t(outsideText(view)), next: t(outsideNext(view)) };
  return { say: t('say_armed'), next: t('next_armed') };
}

/** Only what was counted is claimed: sending, receiving or both. */
function sealedText(view: TabView | null): StatusText {
  const { sealed = 0, opened = 0, members = 0, failures = {} } = view?.totals ?? {};
  if (opened === 0 && isOwnAlone(failures)) return { say: t('say_sealed_own'), next: undefined };
  if (sealed === 0) return { say: t('say_sealed_receive'), next: undefined };
  const next = t('next_sealed');
  const company = view && companyOf(view);
  if (view && company === 'none' && mayMixSound(view.streams))
    return { say: t('say_perhaps_mixed'), next: t('next_perhaps_mixed') };
  if (view && (company === 'none' || company === 'some'))
    return { say: t(outsideText(view)), next: t(outsideNext(view)) };
  if (opened === 0) return { say: t('say_sealed_send'), next };
  if (members === 0) return { say: t('say_sealed_quiet'), next };
  return { say: plural(members, 'say_sealed_both_one', 'say_sealed_both_other'), next: undefined };
}

/** Why somebody is not sealed, where the figures say so. */
function outsideText(view: TabView): MessageKey {
  const { foreign, unsealed } = outsideOf(view);
  if (foreign && !unsealed) return 'say_foreign';
  return unsealed && !foreign ? 'say_unsealed' : 'say_foreign_and_unsealed';
}

function outsideNext(view: TabView): MessageKey {
  return outsideOf(view).foreign ? 'next_foreign' : 'next_unsealed';
}

/** Whether frames come, and all of them are one's own: a page's self test, before anybody else is there. */
function isOwnAlone(failures: Readonly<Record<string, number>>): boolean {
  const refused = Object.entries(failures).filter(([reason, frames]) => frames > 0 && !OF_NOBODY.has(reason));
  return refused.length > 0 && refused.every(([reason]) => reason === 'reflected');
}

function brokenText(reason: BrokenReason | null, service: string): StatusText {
  if (reason === null) return { say: t('broken_unknown'), next: t('next_worker_lost') };
  const { say, next } = BROKEN_TEXTS[reason];
  return { say: t(say, service), next: t(next) };
}
