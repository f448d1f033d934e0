import { EMOJI } from '../../src/keys/emoji.ts';
import type { KeyView } from '../../src/protocol/tab-view.ts';
import { ask } from '../background.ts';
import { type MessageKey, t } from '../texts.ts';
import type { Watched } from '../use-view.ts';

interface Props {
  readonly keyView: KeyView;
  readonly act: Watched['act'];
}

/** The code that is the same for everybody with the same key, and whether it was compared. */
export function SafetyCode({ keyView: { code, compared }, act }: Props) {
  const change = (wanted: boolean): void => void act((tabId) => ask('popup:compared', { tabId, compared: wanted }));
  const pictures = code.emoji.flatMap((index) => EMOJI[index] ?? []);
  return (
    <details class="card" open={!compared}>
      <summary>{t(compared ? 'code_title_compared' : 'code_title')}</summary>
      <ul class="emoji" aria-label={t('code_pictures')}>
        {pictures.map(({ picture, name }, place) => (
          <li key={place}>
            <span aria-hidden="true">{picture}</span>
            <small>{t(name as MessageKey)}</small>
          </li>
        ))}
      </ul>
      <p class="digits" id="code-digits">
        {code.digits.match(/.{5}/g)?.join(' ')}
      </p>
      <p class="hint">{t('code_hint')}</p>
      <label class="setting">
        <input
          type="checkbox"
          id="compared"
          checked={compared}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {t('code_compared')}
      </label>
    </details>
  );
}
