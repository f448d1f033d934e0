import type { RefObject } from 'preact';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { type Situation, shownIcon } from '../../ui/situation.ts';
import { t } from '../../ui/texts.ts';
import { headline as headlineText, statusText } from '../status-texts.ts';

interface Props {
  /** undefined until the background has answered. */
  readonly situation: Situation | undefined;
  readonly view: TabView | null;
  readonly headline: RefObject<HTMLHeadingElement | null>;
}

/** How things stand, at a glance and in one sentence. Read out when it changes. */
export function Status({ situation, view, headline }: Props) {
  const text = situation && statusText(situation, view);
  return (
    <header class="status">
      <img src={`../icons/${situation ? shownIcon(situation, view) : 'off'}-128.png`} width="44" height="44" alt="" />
      <div class="status-text" role="status" aria-live="polite">
        <h1 ref={headline} tabIndex={-1}>
          {situation ? headlineText(situation, view) : t('extName')}
        </h1>
        {text && <p>{text.say}</p>}
        {text?.next && <p class="next">{text.next}</p>}
      </div>
    </header>
  );
}
