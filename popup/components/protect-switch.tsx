import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly on: boolean;
  readonly meeting: string | null;
  readonly act: Watched['act'];
}

/** The toggle of this meeting. Off is asked for twice: from then on the camera is sent in clear. */
export function ProtectSwitch({ on, meeting, act }: Props) {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    if (asking) keep.current?.focus();
  }, [asking]);
  const stopAsking = (): void => {
    setAsking(false);
    toggle.current?.focus();
  };
  const protect = (wanted: boolean): Promise<void> => act((tabId) => ask('popup:protect', { tabId, on: wanted }));

  return (
    <section class="card protect">
      <div class="row">
        <div>
          <span id="protect-label">{t('switch_label')}</span>
          {meeting && <small id="protect-meeting">{meeting}</small>}
        </div>
        <button
          type="button"
          id="protect"
          ref={toggle}
          role="switch"
          aria-checked={on}
          aria-labelledby="protect-label"
          aria-describedby={meeting ? 'protect-meeting' : undefined}
          onClick={() => (on ? setAsking(true) : void protect(true))}
        >
          <span class="knob" />
        </button>
      </div>
      {asking && on && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would put its own border and legend around one question
        <div role="group" aria-labelledby="off-question">
          <p id="off-question">{t('off_question')}</p>
          <div class="buttons">
            <button type="button" id="keep-on" ref={keep} onClick={stopAsking}>
              {t('off_keep')}
            </button>
            <button
              type="button"
              id="confirm-off"
              class="danger"
              onClick={() => {
                stopAsking();
                void protect(false);
              }}
            >
              {t('off_confirm')}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}
