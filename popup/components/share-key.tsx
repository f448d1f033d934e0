import { useState } from 'preact/hooks';
import type { ShareAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { formatTime, t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { openPage } from '../pages.ts';
import { AnswerRequest } from './answer-request.tsx';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

type Shown = 'passphrase' | 'invite' | 'answer' | undefined;

/** How the key of the running call is passed on, each way hidden until it is asked for. */
export function ShareKey({ view, act }: Props) {
  const [shown, setShown] = useState<Shown>();
  const [invite, setInvite] = useState<ShareAnswer>();
  const toggle = (what: Shown): void => setShown(shown === what ? undefined : what);
  const showInvite = async (): Promise<void> => {
    toggle('invite');
    setInvite(await ask('popup:invite', { tabId: view.tabId }));
  };
  return (
    <details class="card" open={view.totals.opened === 0}>
      <summary>{t('share_title')}</summary>
      <div class="buttons">
        {view.passphrase !== null && (
          <button
            type="button"
            id="show-passphrase"
            aria-expanded={shown === 'passphrase'}
            onClick={() => toggle('passphrase')}
          >
            {t('share_words')}
          </button>
        )}
        <button type="button" id="invite" aria-expanded={shown === 'invite'} onClick={() => void showInvite()}>
          {t('share_invite')}
        </button>
        <button type="button" id="qr" onClick={() => void openPage('qr', view.tabId)}>
          {t('share_qr')}
        </button>
        <button type="button" id="answer" aria-expanded={shown === 'answer'} onClick={() => toggle('answer')}>
          {t('share_answer')}
        </button>
      </div>
      {shown === 'passphrase' && view.passphrase !== null && (
        <div id="passphrase-in-use">
          <p class="words">{view.passphrase}</p>
          <p class="notice">{t('pass_hand_over')}</p>
          <CopyButton text={view.passphrase} />
        </div>
      )}
      {shown === 'invite' && invite && <Invite invite={invite} />}
      {shown === 'answer' && <AnswerRequest view={view} act={act} />}
    </details>
  );
}

function Invite({ invite }: { readonly invite: ShareAnswer }) {
  if (!invite.ok) {
    return (
      <p class="error" role="alert">
        {keyRefusalText(invite)}
      </p>
    );
  }
  return (
    <div id="invite-shown">
      <p class="code" id="invite-text">
        {invite.text}
      </p>
      <p class="notice">{t('share_invite_how', formatTime(invite.until))}</p>
      <CopyButton id="copy-invite" text={invite.text} />
    </div>
  );
}
