import type { PassphraseAnswer } from '../src/protocol/answers.ts';
import { type MessageKey, t } from '../ui/texts.ts';

type Refusal = Extract<PassphraseAnswer, { ok: false }>;

const REFUSAL_TEXTS: Readonly<Record<Refusal['reason'], MessageKey>> = {
  empty: 'error_empty',
  'own-text': 'error_own_text',
  link: 'error_link',
  invitation: 'error_invitation',
  number: 'error_number',
  known: 'error_known',
  'on-page': 'error_on_page',
  'needs-generated': 'error_needs_generated',
  'no-meeting': 'error_no_meeting',
  'public-words': 'error_public_words',
  organisation: 'error_organisation',
};

/** Why a passphrase was not taken and what to do, in the user's words. */
export function refusalText({ reason }: Refusal): string {
  return t(REFUSAL_TEXTS[reason]);
}
