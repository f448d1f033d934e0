import { NEEDED_BITS } from '../src/keys/strength.ts';
import type { PassphraseAnswer } from '../src/protocol/answers.ts';
import { type MessageKey, t } from '../ui/texts.ts';

type Refusal = Extract<PassphraseAnswer, { ok: false }>;

const REFUSAL_TEXTS: Readonly<Record<Refusal['reason'], MessageKey>> = {
  empty: 'error_empty',
  weak: 'error_weak',
  'needs-generated': 'error_needs_generated',
  'no-meeting': 'error_no_meeting',
  'public-words': 'error_public_words',
};

/** Why a passphrase was not taken and what to do, in the user's words. */
export function refusalText({ reason, bits }: Refusal): string {
  return t(REFUSAL_TEXTS[reason], Math.floor(bits), NEEDED_BITS);
}
