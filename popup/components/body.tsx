import type { TabView } from '../../src/messages.ts';
import type { Situation } from '../situation.ts';
import type { Watched } from '../use-view.ts';
import { warningsOf } from '../warnings.ts';
import { BadgesSetting } from './badges-setting.tsx';
import { BeforeSwitchingOn } from './before-switching-on.tsx';
import { Counts } from './counts.tsx';
import { ExceptionsChoice } from './exceptions-choice.tsx';
import { Failures } from './failures.tsx';
import { NameSetting } from './name-setting.tsx';
import { Notices } from './notices.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import { PassphraseInUse } from './passphrase-in-use.tsx';
import { ReloadButton } from './reload-button.tsx';
import { AllowSite, DisallowSite } from './site-access.tsx';

interface Props {
  readonly situation: Situation;
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** What belongs to a situation, below its sentence. */
export function Body({ situation, view, act }: Props) {
  switch (situation) {
    case 'no-access':
      return view.site && <AllowSite site={view.site} host={view.service ?? ''} act={act} />;
    case 'off':
      return (
        <>
          <BeforeSwitchingOn cannotSeal={view.cannotSeal} />
          {view.otherSite && view.site && <DisallowSite site={view.site} host={view.service ?? ''} act={act} />}
        </>
      );
    case 'unguarded':
      return <ReloadButton act={act} />;
    case 'no-key':
      return <PassphraseForm key={view.meeting} view={view} act={act} />;
    case 'armed':
    case 'sealed':
    case 'mixed':
    case 'broken':
      return (
        <>
          {situation === 'broken' && view.broken !== 'unsupported-browser' && <ReloadButton act={act} />}
          <Notices warnings={warningsOf(view)} setAside={view.setAside} />
          {(situation === 'sealed' || situation === 'mixed') && <Counts totals={view.totals} />}
          {view.passphrase !== null && <PassphraseInUse passphrase={view.passphrase} act={act} />}
          <Failures failures={view.totals.failures} />
          {situation !== 'broken' && <ExceptionsChoice view={view} act={act} />}
          <BadgesSetting />
          <NameSetting />
        </>
      );
    default:
      return null;
  }
}
