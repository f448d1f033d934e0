import { type MessageKey, t } from '../texts.ts';

interface Props {
  readonly warnings: readonly MessageKey[];
  /** Features of the page that are off, by the guard's name for them. */
  readonly setAside: readonly string[];
}

export function Notices({ warnings, setAside }: Props) {
  return (
    <div class="notices" role="status">
      {warnings.map((warning) => (
        <p key={warning} class="notice warning">
          {t(warning)}
        </p>
      ))}
      {setAside.map((feature) => (
        <p key={feature} class="notice">
          {feature === 'transform' ? t('aside_transform') : t('aside_other', feature)}
        </p>
      ))}
    </div>
  );
}
