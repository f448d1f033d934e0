import { outsideOf } from '../../src/call/company.ts';
import { mayMixSound } from '../../src/call/mixed-sound.ts';
import { peopleOf } from '../../src/call/people.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';
import { formatTime, t } from '../../ui/texts.ts';

/**
 * Who is in the call, as far as it is known: members by the names they told, and what comes from others. How many others
 * there are is not known, nor who is there and sends nothing.
 */
export function Members({ view }: { readonly view: TabView }) {
  const people = peopleOf(view);
  const { foreign, unsealed: comesUnsealed } = outsideOf(view);
  // It may be a member's, mixed.
  const unsealed = comesUnsealed && !mayMixSound(view.streams);
  if (people.length === 0 && !foreign && !unsealed) return null;
  return (
    <ul class="members" aria-label={t('members_title')}>
      {people.map(({ member, name }) => (
        <li key={member}>
          <bdi class="person">{name || t('members_unnamed')}</bdi>
          <b class="is-sealed">{t('badge_sealed')}</b>
        </li>
      ))}
      {foreign && (
        <li key="foreign">
          <span class="person">{t('members_somebody')}</span>
          <b class="is-open">
            {view.foreignSince === null
              ? t('badge_cannot_open')
              : t('members_closed_since', formatTime(view.foreignSince))}
          </b>
        </li>
      )}
      {unsealed && (
        <li key="unsealed">
          <span class="person">{t('members_somebody')}</span>
          <b class="is-open">{t('badge_not_sealed')}</b>
        </li>
      )}
    </ul>
  );
}
