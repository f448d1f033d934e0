import type { KeyFailure, KeyRefusal } from '../src/protocol/answers.ts';
import { nameOfService } from '../src/services/registry.ts';
import { type MessageKey, t } from './texts.ts';

const KEY_FAILURE_TEXTS: Readonly<Record<KeyFailure, MessageKey>> = {
  'not-found': 'key_not_found',
  'cut-short': 'key_cut_short',
  damaged: 'key_damaged',
  'older-version': 'key_older_version',
  'newer-version': 'key_newer_version',
  'other-service': 'key_other_service',
  'other-meeting': 'key_other_meeting',
  expired: 'key_expired',
  clock: 'key_clock',
  'no-meeting': 'key_no_meeting',
  'no-key': 'key_no_key',
  'is-request': 'key_is_request',
  'is-invite': 'key_is_invite',
  'no-request': 'key_no_request',
  'other-request': 'key_other_request',
  'other-words': 'key_other_words',
  'on-page': 'key_on_page',
  'own-request': 'key_own_request',
};

/** Why a key was not made, shared or taken and what to do, in the user's words. */
export function keyRefusalText({ reason, call }: KeyRefusal): string {
  const id = call?.service ?? '';
  // Of a site that Callseal does not know, the host alone tells people something.
  const service = nameOfService(id) || id.replace(/^site:/, '');
  return t(KEY_FAILURE_TEXTS[reason], service, call?.meeting ?? '');
}
