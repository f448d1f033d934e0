import { useEffect, useState } from 'preact/hooks';
import { type MessageKey, t } from '../../ui/texts.ts';

/** How long the button says what came of it, in ms. */
const SHOWN = 2500;

interface Props {
  readonly text: string;
  readonly id?: string;
}

export function CopyButton({ text, id = 'copy' }: Props) {
  const [label, setLabel] = useState<MessageKey>('action_copy');

  useEffect(() => {
    if (label === 'action_copy') return undefined;
    const timer = setTimeout(() => setLabel('action_copy'), SHOWN);
    return () => clearTimeout(timer);
  }, [label]);

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setLabel('action_copied'),
      () => setLabel('action_copy_failed'),
    );
  };
  return (
    <button type="button" id={id} onClick={copy} aria-live="polite">
      {t(label)}
    </button>
  );
}
