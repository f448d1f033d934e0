import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';

/** Whether meetings that were protected are known again. Switched off, those that were are forgotten. */
export function MeetingsSetting({ tabId }: { readonly tabId: number }) {
  const [known, setKnown] = useState<boolean>();
  useEffect(() => {
    void ask('popup:settings', { tabId, change: null }).then(({ meetings }) => setKnown(meetings));
  }, [tabId]);
  if (known === undefined) return null;
  return (
    <label class="setting">
      <input
        type="checkbox"
        id="meetings"
        checked={known}
        onChange={({ currentTarget: { checked } }) => {
          setKnown(checked);
          void ask('popup:settings', { tabId, change: { meetings: checked } });
        }}
      />
      {t('setting_meetings')}
    </label>
  );
}
