import { formatNumber, plural, t } from '../../ui/texts.ts';
import { failureRows, lostFrames } from '../failure-texts.ts';

/** Frames that were dropped, by reason, folded away. */
export function Failures({ failures }: { readonly failures: Readonly<Record<string, number>> }) {
  const lost = lostFrames(failures);
  if (lost === 0) return null;
  return (
    <details class="failures">
      <summary>{plural(lost, 'failures_one', 'failures_other')}</summary>
      <ul>
        {failureRows(failures).map(({ text, name, frames }) => (
          <li key={name}>
            <span>{text === 'failure_other' ? t(text, name) : t(text)}</span>
            <b>{formatNumber(frames)}</b>
          </li>
        ))}
      </ul>
    </details>
  );
}
