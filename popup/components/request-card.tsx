import type { TabView } from '../../src/protocol/tab-view.ts';
import { t } from '../../ui/texts.ts';
import { CopyButton } from './copy-button.tsx';

/** The open request of this tab: what goes into the chat, and what is said on another way. */
export function RequestCard({ request }: { readonly request: NonNullable<TabView['request']> }) {
  return (
    <section class="card">
      <h2>{t('request_title')}</h2>
      <ol>
        <li>
          {t('request_send')}
          <p class="code" id="request-text">
            {request.text}
          </p>
          <CopyButton id="copy-request" text={request.text} />
        </li>
        <li>
          {t('request_say')}
          <p class="words" id="request-words">
            {request.words}
          </p>
        </li>
        <li>{t('request_paste')}</li>
      </ol>
    </section>
  );
}
