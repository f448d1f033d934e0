import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Situation } from '../../ui/situation.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { warningsOf } from '../warnings.ts';
import { BadgesSetting } from './badges-setting.tsx';
import { BeforeSwitchingOn } from './before-switching-on.tsx';
import { ChangeKey } from './change-key.tsx';
import { CompareCode } from './compare-code.tsx';
import { ConfirmCode } from './confirm-code.tsx';
import { ExceptionsChoice } from './exceptions-choice.tsx';
import { Failures } from './failures.tsx';
import { KeyForm } from './key-form.tsx';
import { Memory } from './memory.tsx';
import { NameSetting } from './name-setting.tsx';
import { Notices } from './notices.tsx';
import { OtherWays } from './other-ways.tsx';
import { ReloadButton } from './reload-button.tsx';
import { RequestCard } from './request-card.tsx';
import { ShareKey } from './share-key.tsx';
import { AllowSite, DisallowSite } from './site-access.tsx';
import { StreamDetails } from './stream-details.tsx';
import { Unproven } from './unproven.tsx';

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
          {view.broken ? <ReloadButton act={act} /> : <BeforeSwitchingOn cannotSeal={view.cannotSeal} />}
          {view.otherSite && view.site && <DisallowSite site={view.site} host={view.service ?? ''} act={act} />}
        </>
      );
    case 'unguarded':
      return <ReloadButton act={act} />;
    case 'unproven':
      return <Unproven view={view} act={act} />;
    case 'no-key':
      return (
        <>
          {view.keyExpired && <p class="notice warning">{t('key_came_to_its_end')}</p>}
          {view.request && <RequestCard request={view.request} />}
          <KeyForm key={view.meeting} view={view} act={act} />
          <OtherWays view={view} act={act} />
          <details>
            <summary>{t('memory_title')}</summary>
            <Memory view={view} act={act} />
          </details>
        </>
      );
    case 'unconfirmed':
      return view.key && <ConfirmCode code={view.key.code} act={act} />;
    case 'armed':
    case 'sealed':
    case 'mixed':
    case 'broken':
      return <Running situation={situation} view={view} act={act} />;
    default:
      return null;
  }
}

/** A call that has its key, or had it when it broke. */
function Running({ situation, view, act }: Props) {
  const warnings = warningsOf(view);
  return (
    <>
      {situation === 'broken' && view.broken !== 'unsupported-browser' && <ReloadButton act={act} />}
      <Notices warnings={warnings} setAside={view.setAside} />
      {view.key && (
        <>
          <CompareCode keyView={view.key} act={act} />
          <ShareKey view={view} act={act} />
        </>
      )}
      <details class="enter" open={warnings.includes('warn_foreign')}>
        <summary>{t('enter_title')}</summary>
        <KeyForm key={view.meeting} view={view} act={act} />
        {view.key && <ChangeKey view={view} act={act} />}
      </details>
      {situation !== 'broken' && <ExceptionsChoice view={view} act={act} />}
      <Failures failures={view.totals.failures} />
      <StreamDetails view={view} />
      <details class="settings">
        <summary>{t('settings_title')}</summary>
        <BadgesSetting tabId={view.tabId} />
        <NameSetting tabId={view.tabId} />
        <Memory view={view} act={act} />
      </details>
    </>
  );
}
