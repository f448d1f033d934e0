import { useState } from 'preact/hooks';
import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly card: boolean;
  /** Sound has no picture to travel in. */
  readonly offered: boolean;
  readonly act: Watched['act'];
}

/**
 * Where sound needs a picture to travel in: others get a card as that picture. Shown for as long as it is chosen, and after
 * that until the popup closes.
 */
export function CardChoice({ card, offered, act }: Props) {
  const [used, setUsed] = useState(card);
  if (!card && !offered && !used) return null;
  return (
    <section class="card">
      <label class="setting">
        <input
          type="checkbox"
          id="card"
          aria-describedby="card-means"
          checked={card}
          onChange={({ currentTarget: { checked } }) => {
            setUsed(true);
            void act((tabId) => ask('popup:card', { tabId, card: checked }));
          }}
        />
        {t('card_choice')}
      </label>
      <p id="card-means">{t(card ? 'card_chosen' : used ? 'card_dropped' : 'card_means')}</p>
    </section>
  );
}
