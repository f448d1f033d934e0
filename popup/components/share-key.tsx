import { useEffect, useState } from 'preact/hooks';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { keyRefusalText } from '../../ui/key-texts.ts';
import { formatTime, type MessageKey, t } from '../../ui/texts.ts';
import { useInvite } from '../../ui/use-invite.ts';
import type { Watched } from '../../ui/use-view.ts';
import { messageWith } from '../message.ts';
import { takeNewWords } from '../new-words.ts';
import { openPage } from '../pages.ts';
import { refusalText } from '../passphrase-texts.ts';
import { AnswerRequest } from './answer-request.tsx';
import { Confirmation } from './confirmation.tsx';
import { CopyButton } from './copy-button.tsx';

const COPY: MessageKey = 'share_copy';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
  /** Whether to invite is what comes next. */
  readonly open: boolean;
}

/** How the key is passed on: a message at once, a QR code and words beneath it, and the answer to a request. */
export function ShareKey({ view, act, open }: Props) {
  const [shown, setShown] = useState(open);
  useEffect(() => {
    if (open) setShown(true);
  }, [open]);
  return (
    <details class="card" open={shown} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary id="share">{t('share_title')}</summary>
      {shown && (
        <>
          {/* Another key has another invite. */}
          <Message key={view.key?.code.digits} view={view} />
          <Words view={view} act={act} />
          <details class="ways">
            <summary>{t('share_answer')}</summary>
            <AnswerRequest view={view} act={act} />
          </details>
        </>
      )}
    </details>
  );
}

/** A message with an invite of this moment. */
function Message({ view: { tabId } }: { readonly view: TabView }) {
  const invite = useInvite(tabId);
  if (!invite) return null;
  if (!invite.ok) {
    return (
      <p class="error" role="alert">
        {keyRefusalText(invite)}
      </p>
    );
  }
  const message = messageWith(invite);
  return (
    <>
      <p>{t('share_message', formatTime(invite.until))}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to get into it */}
      <section class="code message" id="invite-text" tabIndex={0} aria-label={t('share_message_label')}>
        {message}
      </section>
      <div class="buttons">
        <CopyButton id="copy-invite" text={message} label={COPY} primary />
        <button type="button" id="qr" onClick={() => void openPage('qr', tabId)}>
          {t('share_qr')}
        </button>
      </div>
    </>
  );
}

/** The words that are the key; or the way to such words, which are another key than the message's. */
function Words({ view, act }: Pick<Props, 'view' | 'act'>) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState('');
  const make = (): void => {
    setAsking(false);
    setError('');
    void act(async (tabId) => {
      const answer = await takeNewWords(tabId);
      if (answer.ok) return answer.view;
      setError(refusalText(answer));
      return ask('popup:view', { tabId });
    });
  };
  if (view.passphrase !== null) {
    return (
      <div id="passphrase-in-use">
        <p>{t('share_words_say')}</p>
        <p class="words" id="words">
          {view.passphrase}
        </p>
      </div>
    );
  }
  return (
    <details class="ways">
      <summary>{t('share_words')}</summary>
      {asking ? (
        <Confirmation
          id="words"
          question={t('share_words_question')}
          confirm={t('share_words_confirm')}
          onKeep={() => setAsking(false)}
          onConfirm={make}
        />
      ) : (
        <button type="button" id="make-words" onClick={() => setAsking(true)}>
          {t('way_words')}
        </button>
      )}
      <p class="error" role="alert">
        {error}
      </p>
    </details>
  );
}
