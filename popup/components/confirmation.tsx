import { t } from '../../ui/texts.ts';

interface Props {
  /** Begins the ids of the question and its two buttons. */
  readonly id: string;
  readonly question: string;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly onKeep: () => void;
  readonly onConfirm: () => void;
}

/** Asks once more before something that cannot be taken back. To keep things as they are comes first. */
export function Confirmation({ id, question, confirm, onKeep, onConfirm }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would put its own border and legend around one question
    <div role="group" aria-labelledby={`${id}-question`}>
      <p id={`${id}-question`}>{question}</p>
      <div class="buttons">
        <button type="button" id={`${id}-keep`} onClick={onKeep}>
          {t('change_keep')}
        </button>
        <button type="button" id={`${id}-confirm`} class="danger" onClick={onConfirm}>
          {confirm}
        </button>
      </div>
    </div>
  );
}
