import { useEffect, useState } from 'preact/hooks';
import { checkTyping, type Mistake, meansListed, type TypedWord } from '../../src/keys/typing.ts';
import { type MessageKey, t } from '../../ui/texts.ts';

interface Props {
  readonly id: string;
  /** What stands in the field; empty for what is not to be looked at. */
  readonly text: string;
  /** Puts the text with one word corrected into the field. */
  readonly replace: (text: string) => void;
}

/** A word takes about 20 ms to look up; milliseconds without a key pressed before it is done. */
const PAUSE_MS = 250;

const MISTAKES: Readonly<Record<Mistake, MessageKey>> = {
  'missing-letter': 'word_missing_letter',
  'extra-letter': 'word_extra_letter',
  'wrong-letter': 'word_wrong_letter',
  'swapped-letters': 'word_swapped_letters',
};

/** The first word that is not on the list, and what was probably meant, while somebody types words of the list. */
export function TypedWords({ id, text, replace }: Props) {
  const [wrong, setWrong] = useState<TypedWord>();
  useEffect(() => {
    if (text === '') {
      setWrong(undefined);
      return undefined;
    }
    const timer = setTimeout(() => {
      const words = checkTyping(text);
      setWrong(meansListed(words) ? words.find(({ verdict }) => verdict === 'unlisted') : undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Until it was looked at again, what is known is of another text.
  const known = wrong && text.slice(wrong.start, wrong.end) === wrong.text ? wrong : undefined;
  return (
    <div id={id} aria-live="polite" class={known ? 'typed' : ''}>
      {known && (
        <>
          <p>{t(known.mistake ? MISTAKES[known.mistake] : 'word_unlisted', known.text)}</p>
          {known.nearest.length > 0 && (
            <p class="buttons">
              {known.nearest.map((word) => (
                <button
                  key={word}
                  type="button"
                  class="suggestion"
                  onClick={() => replace(text.slice(0, known.start) + word + text.slice(known.end))}
                >
                  {word}
                </button>
              ))}
            </p>
          )}
        </>
      )}
    </div>
  );
}
