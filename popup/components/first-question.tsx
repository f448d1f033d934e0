import { useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { takeNewWords } from '../new-words.ts';
import { refusalText } from '../passphrase-texts.ts';
import type { TakenWay } from '../use-way.ts';
import { NameSetting } from './name-setting.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
  readonly take: TakenWay['take'];
}

type Outcome = { readonly ok: true; readonly view: TabView } | { readonly ok: false; readonly why: string };

/** The one question on the way to a key. Each answer switches protection on, where it is not yet. */
export function FirstQuestion({ view, act, take }: Props) {
  const [error, setError] = useState('');
  const [working, setWorking] = useState(false);

  const go = async (how: (tabId: number) => Promise<Outcome>): Promise<void> => {
    if (working) return;
    setWorking(true);
    setError('');
    await act(async (tabId) => {
      if (!view.on) await ask('popup:protect', { tabId, on: true });
      const outcome = await how(tabId);
      if (outcome.ok) return outcome.view;
      setError(outcome.why);
      return ask('popup:view', { tabId });
    });
    setWorking(false);
  };
  const invite = (): Promise<void> =>
    go(async (tabId) => {
      const answer = await ask('popup:new-key', { tabId });
      if (!answer.ok) return { ok: false, why: keyRefusalText(answer) };
      take('invites');
      return answer;
    });
  const invited = (): Promise<void> =>
    go(async (tabId) => {
      take('invited');
      return { ok: true, view: await ask('popup:view', { tabId }) };
    });
  const sayWords = (): Promise<void> =>
    go(async (tabId) => {
      const answer = await takeNewWords(tabId);
      if (!answer.ok) return { ok: false, why: refusalText(answer) };
      take('invites');
      return answer;
    });
  const request = (): Promise<void> =>
    go(async (tabId) => {
      const answer = await ask('popup:request', { tabId });
      if (!answer.ok) return { ok: false, why: keyRefusalText(answer) };
      take('invited');
      return answer;
    });

  return (
    <section class="card" aria-labelledby="question">
      <h2 id="question">{t('way_question')}</h2>
      <div class="buttons even">
        <button
          type="button"
          id="i-invite"
          class="primary"
          data-next="true"
          aria-disabled={working}
          onClick={() => void invite()}
        >
          {t('way_invite')}
        </button>
        <button type="button" id="i-was-invited" class="primary" aria-disabled={working} onClick={() => void invited()}>
          {t('way_invited')}
        </button>
      </div>
      <p class="error" role="alert">
        {error}
      </p>
      <NameSetting tabId={view.tabId} once />
      <details class="ways">
        <summary>{t('way_other')}</summary>
        <div class="buttons">
          <button type="button" id="generate" aria-disabled={working} onClick={() => void sayWords()}>
            {t(working ? 'pass_working' : 'way_words')}
          </button>
          <button type="button" id="request" aria-disabled={working} onClick={() => void request()}>
            {t('ways_request')}
          </button>
        </div>
      </details>
    </section>
  );
}
