import { useEffect, useState } from 'preact/hooks';
import { displayName } from '../../src/call/display-name.ts';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';

interface Props {
  readonly tabId: number;
  /** Asked for where there is none yet; what was given is changed in the settings. */
  readonly once?: boolean;
}

/** What members see the user called, on their badges. Kept with every letter, so that nothing typed is lost. */
export function NameSetting({ tabId, once = false }: Props) {
  const [asked, setAsked] = useState(!once);
  const [name, setName] = useState<string>();
  useEffect(() => {
    void ask('popup:settings', { tabId, change: null }).then((settings) => {
      setName(settings.name);
      if (settings.name === '') setAsked(true);
    });
  }, [tabId]);
  if (name === undefined || !asked) return null;
  return (
    <label class="setting name">
      {t('setting_name')}
      <input
        type="text"
        id="name"
        value={name}
        maxLength={64}
        autoComplete="off"
        onInput={({ currentTarget: { value } }) => {
          setName(value);
          void ask('popup:settings', { tabId, change: { name: value } });
        }}
        onBlur={() => setName(displayName(name))}
      />
    </label>
  );
}
