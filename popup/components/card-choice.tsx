import { ask } from '../../ui/ask.ts';
import { t } from '../../ui/texts.ts';
import type { Watched } from '../../ui/use-view.ts';

interface Props {
  readonly card: boolean;
  readonly act: Watched['act'];
}

/** Where sound needs a picture to travel in: others get a card as that picture. Shown for as long as it is chosen. */
export function CardChoice({ card, act }: Props) {
  return (
    <section class="card">
      <label class="setting">
        <input
          type="checkbox"
          id="card"
          aria-describedby="card-means"
          checked={card}
          onChange={({ currentTarget: { checked } }) =>
            void act((tabId) => ask('popup:card', { tabId, card: checked }))
          }
        />
        {t('card_choice')}
      </label>
      <p id="card-means">{t(card ? 'card_chosen' : 'card_means')}</p>
    </section>
  );
}
