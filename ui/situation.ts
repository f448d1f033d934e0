import { companyOf } from '../src/call/company.ts';
import { type Icon, iconOf } from '../src/call/icon.ts';
import type { CallState } from '../src/call/state.ts';
import type { TabView } from '../src/protocol/tab-view.ts';

/** What the popup has to talk about: the call's state, or what stands in its way. */
export type Situation =
  | CallState
  | 'unconfirmed'
  | 'unknown'
  | 'native'
  | 'no-access'
  | 'unguarded'
  | 'no-meeting'
  | 'unavailable';

/** @param view the background's answer, or null when it has none */
export function situationOf(view: TabView | null): Situation {
  if (!view) return 'unavailable';
  if (view.service === null) return 'unknown';
  if (view.native) return 'native';
  if (view.site?.access !== 'given') return 'no-access';
  // Without a guard nothing can be said of the page, whatever the background remembers of it.
  if (!view.guarded || view.late) return 'unguarded';
  if (view.meeting === null) return 'no-meeting';
  if (view.state === 'no-key' && view.key?.unconfirmed) return 'unconfirmed';
  return view.state;
}

/** The icon that goes with a situation: that of the toolbar, where there is one. */
export function shownIcon(situation: Situation, view: TabView | null): Icon {
  switch (situation) {
    case 'unknown':
    case 'native':
    case 'no-access':
    case 'no-meeting':
    case 'unavailable':
      return 'off';
    case 'unconfirmed':
      return 'key';
    case 'unguarded':
      return 'unproven';
    case 'off':
      return view?.exposed ? 'exposed' : 'off';
    default:
      return view ? iconOf(situation, companyOf(view), view.key?.compared ?? false) : 'off';
  }
}
