import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { type MessageKey, t } from '../../ui/texts.ts';

interface Props {
  readonly tabId: number;
  readonly setting: keyof typeof LABELS;
}

/**
 * badges   pictures in the page carry a badge
 * meetings meetings that were protected are known again; switched off, those that were are forgotten
 */
const LABELS = { badges: 'setting_badges', meetings: 'setting_meetings' } as const satisfies Record<string, MessageKey>;

/** Something that is so in all calls, or not. */
export function CheckboxSetting({ tabId, setting }: Props) {
  const [chosen, setChosen] = useState<boolean>();
  useEffect(() => {
    void ask('popup:settings', { tabId, change: null }).then((settings) => setChosen(settings[setting]));
  }, [tabId, setting]);
  if (chosen === undefined) return null;
  return (
    <label class="setting">
      <input
        type="checkbox"
        id={setting}
        checked={chosen}
        onChange={({ currentTarget: { checked } }) => {
          setChosen(checked);
          void ask('popup:settings', { tabId, change: { [setting]: checked } });
        }}
      />
      {t(LABELS[setting])}
    </label>
  );
}
