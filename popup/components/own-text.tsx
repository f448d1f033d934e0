import { useEffect, useState } from 'preact/hooks';
import { NEEDED_BITS } from '../../src/keys/needed-bits.ts';
import { checkTyping, listOf, meansListed } from '../../src/keys/typing.ts';
import { t } from '../../ui/texts.ts';
import { measure } from '../own-text.ts';

interface Props {
  readonly text: string;
  /** What the service knows of the call, normalised. */
  readonly known: readonly string[];
  readonly use: () => void;
}

/** The step before text of one's own becomes a key: what it is taken for, and how easily it is guessed. */
export function OwnText({ text, known, use }: Props) {
  const [bits, setBits] = useState<number>();
  useEffect(() => {
    setBits(undefined);
    // After the next picture, since it takes a moment in which nothing moves.
    const timer = setTimeout(() => void measure(text, known).then(setBits), 50);
    return () => clearTimeout(timer);
  }, [text, known]);
  const doubt = doubtOf(text);
  const enough = bits !== undefined && bits >= NEEDED_BITS;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would put its own border and legend around one question
    <div role="group" class="own" id="own-text" aria-labelledby="own-question">
      <div role="alert">
        {doubt && <p id="own-doubt">{doubt}</p>}
        {bits === undefined ? (
          <p>{t('own_measuring')}</p>
        ) : (
          <>
            <meter
              aria-label={t('strength_label')}
              min={0}
              max={NEEDED_BITS}
              optimum={NEEDED_BITS}
              low={40}
              high={NEEDED_BITS - 1}
              value={bits}
            />
            <p id="own-question" class={enough ? '' : 'error'}>
              {enough ? t('own_question') : t('error_weak')}
            </p>
          </>
        )}
      </div>
      {enough && (
        <button type="button" id="use-own" class="danger" onClick={use}>
          {t('own_use')}
        </button>
      )}
    </div>
  );
}

/** What was probably meant, when it is nearly the words of a list. */
function doubtOf(text: string): string | undefined {
  const words = checkTyping(`${text} `);
  if (!meansListed(words)) return undefined;
  const wrong = words.find(({ verdict }) => verdict === 'unlisted');
  const [nearest] = wrong?.nearest ?? [];
  if (wrong) return nearest ? t('own_meant', nearest, wrong.text) : t('word_unlisted', wrong.text);
  const list = listOf(words.map((word) => word.text));
  if (list && words.length < list.count) return t('own_few', words.length, list.count);
  return t('own_not_drawn');
}
