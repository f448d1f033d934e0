import { type MessageKey, t } from '../../ui/texts.ts';
import { asideText } from '../aside-texts.ts';

interface Props {
  readonly warnings: readonly MessageKey[];
  readonly notes: readonly MessageKey[];
  /** Features of the page that are off, by the guard's name for them. */
  readonly setAside: readonly string[];
}

export function Notices({ warnings, notes, setAside }: Props) {
  return (
    <div class="notices" role="status">
      {warnings.map((warning) => (
        <p key={warning} class="notice warning">
          {t(warning)}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} class="notice">
          {t(note)}
        </p>
      ))}
      {setAside.map((feature) => {
        const text = asideText(feature);
        return (
          <p key={feature} class="notice">
            {text ? t(text) : t('aside_other', feature)}
          </p>
        );
      })}
    </div>
  );
}
