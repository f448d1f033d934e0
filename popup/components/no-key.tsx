import type { TabView } from '../../src/protocol/tab-view.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import type { TakenWay } from '../use-way.ts';
import { FirstQuestion } from './first-question.tsx';
import { KeyForm } from './key-form.tsx';
import { Memory } from './memory.tsx';
import { NextTime } from './next-time.tsx';
import { Remembered } from './remembered.tsx';
import { RequestCard } from './request-card.tsx';
import { StoppedKey } from './stopped-key.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
  readonly taken: TakenWay;
}

/** The way to a key: one question, and then the one field for whatever was given. */
export function NoKey({ view, act, taken: { way, take } }: Props) {
  return (
    <>
      {view.keyExpired && <p class="notice warning">{t('key_came_to_its_end')}</p>}
      <StoppedKey view={view} act={act} />
      {view.request && <RequestCard request={view.request} />}
      {view.returned ? <NextTime view={view} act={act} /> : <Remembered view={view} act={act} />}
      {view.returned ? null : way === 'invited' || view.request ? (
        <>
          <KeyForm key={view.meeting} view={view} act={act} />
          {!view.request && (
            <button type="button" id="back-to-question" class="link" onClick={() => take(undefined)}>
              {t('way_back')}
            </button>
          )}
        </>
      ) : (
        <FirstQuestion view={view} act={act} take={take} />
      )}
      <details>
        <summary>{t('memory_title')}</summary>
        <Memory view={view} act={act} />
      </details>
    </>
  );
}
