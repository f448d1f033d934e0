import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';

/** Whether pictures in the page carry a badge. */
export function BadgesSetting({ tabId }: { readonly tabId: number }) {
  const [shown, setShown] = useState<boolean>();
  useEffect(() => {
    void ask('popup:settings', { tabId, change: null }).then(({ badges }) => setShown(badges));
  }, [tabId]);
  if (shown === undefined) return null;
  return (
    <label class="setting">
      <input
        type="checkbox"
        id="badges"
        checked={shown}
        onChange={({ currentTarget }) => {
          setShown(currentTarget.checked);
          void ask('popup:settings', { tabId, change: { badges: currentTarget.checked } });
        }}
      />
      {t('setting_badges')}
    </label>
  );
}
