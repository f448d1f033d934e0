import { type Exceptions, isAny } from '../../src/call/exceptions.ts';
import { isMixed } from '../../src/call/mixed-sound.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly view: TabView;
  readonly act: Watched['act'];
}

/** What the user may let through unsealed in this call, and what that means. */
export function ExceptionsChoice({ view: { exceptions, cannotSeal, streams, ownSound, managed }, act }: Props) {
  const mixed = isMixed({ streams, ownSound });
  if (!managed.allowExceptions)
    return (
      <p class="notice" id="managed-exceptions">
        {t('managed_no_exceptions')}
      </p>
    );
  const change = (choice: Partial<Exceptions>): void =>
    void act((tabId) => ask('popup:exceptions', { tabId, exceptions: { ...exceptions, ...choice } }));
  return (
    <details class="exceptions" open={mixed || isAny(exceptions)}>
      <summary>{t('except_title')}</summary>
      <label class="setting">
        <input
          type="checkbox"
          id="hear"
          aria-describedby="hear-means"
          checked={exceptions.hear}
          onChange={({ currentTarget }) => change({ hear: currentTarget.checked })}
        />
        {t('except_hear')}
      </label>
      <p id="hear-means">{t('except_hear_means')}</p>
      {(mixed || exceptions.sound || cannotSeal.includes('mixed-sound')) && (
        <>
          <label class="setting">
            <input
              type="checkbox"
              id="sound"
              aria-describedby="sound-means"
              checked={exceptions.sound}
              onChange={({ currentTarget }) => change({ sound: currentTarget.checked })}
            />
            {t('except_sound')}
          </label>
          <p id="sound-means">{t('except_sound_means')}</p>
        </>
      )}
    </details>
  );
}
