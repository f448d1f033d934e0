import { useEffect, useState } from 'preact/hooks';
import { changeSettings, readSettings } from '../../src/settings.ts';
import { t } from '../../ui/texts.ts';

/** Whether pictures in the page carry a badge. */
export function BadgesSetting() {
  const [shown, setShown] = useState<boolean>();
  useEffect(() => {
    void readSettings().then(({ badges }) => setShown(badges));
  }, []);
  if (shown === undefined) return null;
  return (
    <label class="setting">
      <input
        type="checkbox"
        id="badges"
        checked={shown}
        onChange={({ currentTarget }) => {
          setShown(currentTarget.checked);
          void changeSettings({ badges: currentTarget.checked });
        }}
      />
      {t('setting_badges')}
    </label>
  );
}
