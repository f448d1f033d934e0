import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';
import { Remembered } from './remembered.tsx';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** The choice in a meeting that was protected before. Nothing is sent until it is made. */
export function NextTime({ view, act }: Props) {
  const protect = (on: boolean): void => void act((tabId) => ask('popup:protect', { tabId, on }));
  const saved = view.memory.remembered !== 'no';
  return (
    <section class="card" aria-labelledby="next-time">
      <h2 id="next-time">{t('again_question')}</h2>
      <Remembered view={view} act={act} />
      <div class="buttons">
        <button
          type="button"
          id="protect-again"
          class={saved ? '' : 'primary'}
          data-next={!saved}
          onClick={() => protect(true)}
        >
          {t('again_new')}
        </button>
        <button type="button" id="not-this-time" class="quiet" onClick={() => protect(false)}>
          {t('again_not')}
        </button>
      </div>
    </section>
  );
}
