import { useEffect, useState } from 'preact/hooks';
import { type MessageKey, t } from '../../ui/texts.ts';

/** How long the button says what came of it, in ms. */
const SHOWN = 2500;

interface Props {
  readonly text: string;
  readonly id?: string;
  /** What it says before it is pressed. */
  readonly label?: MessageKey;
  /** The id of what explains it. */
  readonly describedBy?: string;
  /** Whether to copy is what comes next. */
  readonly primary?: boolean;
}

export function CopyButton({ text, id = 'copy', label: atRest = 'action_copy', describedBy, primary }: Props) {
  const [said, setSaid] = useState<MessageKey>();

  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SHOWN);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('action_copied'),
      () => setSaid('action_copy_failed'),
    );
  };
  return (
    <button
      type="button"
      id={id}
      class={primary ? 'primary' : ''}
      data-next={primary}
      onClick={copy}
      aria-live="polite"
      aria-describedby={describedBy}
    >
      {t(said ?? atRest)}
    </button>
  );
}
