import { useState } from 'preact/hooks';
import { companyOf } from '../../src/call/company.ts';
import { isAny } from '../../src/call/exceptions.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import type { Situation } from '../../ui/situation.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import type { TakenWay } from '../use-way.ts';
import { notesOf, warningsOf } from '../warnings.ts';
import { BeforeSwitchingOn } from './before-switching-on.tsx';
import { CardChoice } from './card-choice.tsx';
import { ChangeKey } from './change-key.tsx';
import { CheckboxSetting } from './checkbox-setting.tsx';
import { CompareCode } from './compare-code.tsx';
import { ConfirmCode } from './confirm-code.tsx';
import { ExceptionsChoice } from './exceptions-choice.tsx';
import { Failures } from './failures.tsx';
import { FirstQuestion } from './first-question.tsx';
import { KeepKey } from './keep-key.tsx';
import { KeyForm } from './key-form.tsx';
import { Members } from './members.tsx';
import { Memory } from './memory.tsx';
import { NameSetting } from './name-setting.tsx';
import { NoKey } from './no-key.tsx';
import { Notices } from './notices.tsx';
import { ReloadButton } from './reload-button.tsx';
import { Remembered } from './remembered.tsx';
import { ShareKey } from './share-key.tsx';
import { AllowSite, DisallowSite } from './site-access.tsx';
import { StoppedKey } from './stopped-key.tsx';
import { StreamDetails } from './stream-details.tsx';
import { Unproven } from './unproven.tsx';

interface Props {
  readonly situation: Situation;
  readonly view: TabView;
  readonly act: Watched['act'];
  readonly taken: TakenWay;
}

/** Situations of a call that has its key, or had it when it broke. */
const RUNNING: readonly Situation[] = ['armed', 'sealed', 'mixed', 'broken'];

/** What belongs to a situation, below its sentence. */
export function Body(props: Props) {
  const { situation, view, act } = props;
  // Evidence that is still coming takes nothing out of the user's hands.
  const checking = situation === 'unproven' && view.unproven?.reason === 'checking';
  const runs = checking ? view.on && view.key && !view.key.unconfirmed : RUNNING.includes(situation);
  if (runs) return <Running {...props} />;
  // One place for both: in another the form would begin anew, and a question that it asks would be gone.
  const needsKey = situation === 'no-key' || (checking && view.on && !view.key);
  return (
    <>
      {needsKey ? <NoKey view={view} act={act} taken={props.taken} /> : <Waiting {...props} />}
      {/* Whoever chose it can take it back at any time. */}
      {view.on && <CardChoice card={view.card} offered={false} act={act} />}
    </>
  );
}

/** A call that has no key that counts, or of which nothing can be said. */
function Waiting({ situation, view, act, taken }: Props) {
  switch (situation) {
    case 'no-access':
      return view.site && <AllowSite loads={view.tabId} site={view.site} host={view.service ?? ''} act={act} />;
    case 'off':
      return (
        <>
          {view.broken ? (
            <ReloadButton act={act} />
          ) : (
            <>
              {/* With a key there is nothing to ask: the switch brings it back, and another would lock people out. */}
              {!view.hasKey && (
                <>
                  <Remembered view={view} act={act} />
                  <FirstQuestion view={view} act={act} take={taken.take} />
                </>
              )}
              <BeforeSwitchingOn cannotSeal={view.cannotSeal} />
            </>
          )}
          {view.otherSite && view.site && <DisallowSite site={view.site} host={view.service ?? ''} act={act} />}
        </>
      );
    case 'unguarded':
      return <ReloadButton act={act} />;
    case 'unproven':
      return (
        <>
          <Unproven view={view} act={act} />
          <StoppedKey view={view} act={act} />
          <StreamDetails view={view} />
        </>
      );
    case 'unconfirmed':
      return (
        view.key && (
          <>
            <StoppedKey view={view} act={act} />
            <ConfirmCode code={view.key.code} act={act} open={!view.keyStopped} />
          </>
        )
      );
    default:
      return null;
  }
}

function Running({ situation, view, act, taken }: Props) {
  const warnings = warningsOf(view);
  const foreign = warnings.includes('warn_foreign');
  const inviting = taken.way === 'invites' && view.totals.opened === 0;
  const isOver = companyOf(view) === 'alone' && view.totals.opened > 0;
  const [unlocking, setUnlocking] = useState(false);
  // A key that may have gone to the service is not worth comparing.
  const toCompare = !inviting && situation !== 'broken' && view.key?.compared === false && !view.keyStopped;
  const compare = view.key && <CompareCode key={view.key.code.digits} keyView={view.key} act={act} open={toCompare} />;
  const members = (situation === 'sealed' || situation === 'mixed') && <Members key="members" view={view} />;
  const notices = <Notices key="notices" warnings={warnings} notes={notesOf(view)} setAside={view.setAside} />;
  const offered = situation !== 'broken' && view.ownSound === 'no-picture';
  const card = <CardChoice key="card" card={view.card} offered={offered} act={act} />;
  return (
    <>
      {situation === 'broken' && view.broken !== 'unsupported-browser' && <ReloadButton act={act} />}
      <StoppedKey view={view} act={act} />
      {isOver && <KeepKey view={view} act={act} unlock={() => setUnlocking(true)} />}
      {/* The next step is within reach at first sight; what comes with it stands beneath. */}
      {toCompare ? [compare, members, notices, card] : [members, notices, card, compare]}
      {view.key && <ShareKey view={view} act={act} open={inviting} />}
      <details class="more" open={foreign || unlocking || isAny(view.exceptions)}>
        <summary>{t('more_title')}</summary>
        <details class="enter" open={foreign}>
          <summary>{t('enter_title')}</summary>
          <KeyForm key={view.meeting} view={view} act={act} />
          {view.key && <ChangeKey view={view} act={act} />}
        </details>
        {situation !== 'broken' && <ExceptionsChoice view={view} act={act} />}
        <Failures failures={view.totals.failures} />
        <StreamDetails view={view} />
        <details class="settings" open={unlocking}>
          <summary>{t('settings_title')}</summary>
          <CheckboxSetting tabId={view.tabId} setting="badges" />
          <NameSetting tabId={view.tabId} />
          <CheckboxSetting tabId={view.tabId} setting="meetings" />
          <Memory view={view} act={act} />
        </details>
      </details>
    </>
  );
}
