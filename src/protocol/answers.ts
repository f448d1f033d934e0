import type { CallId } from '../keys/call-id.ts';
import type { InviteFailure } from '../keys/invite.ts';
import type { KnownReason } from '../keys/known-text.ts';
import type { PassphraseFailure } from '../keys/passphrase.ts';
import type { TextFailure } from '../keys/text-code.ts';
import type { TabView } from './tab-view.ts';

export type PassphraseAnswer =
  | { readonly ok: true; readonly view: TabView }
  | {
      readonly ok: false;
      readonly reason: PassphraseFailure | KnownReason | 'no-meeting' | 'public-words' | 'organisation';
      /** With 'own-text': what the service knows and the text may be made of, normalised. */
      readonly known: readonly string[];
    };

/** Why a key was not made, shared or taken. The popup has a sentence for each. */
export type KeyFailure =
  | TextFailure
  | InviteFailure
  | 'older-version' // it names no host, as this site needs: made before that was asked for
  | 'no-meeting' // the tab shows no meeting
  | 'no-key' // there is nothing to invite to
  | 'is-request' // a request was given where an invite was expected
  | 'is-invite' // an invite was given where a request was expected
  | 'no-request' // a sealed invite, and no open request in this tab
  | 'other-request' // a sealed invite that this tab's request does not open
  | 'other-words' // not the request whose words were compared
  | 'on-page' // an invite that stands in the page, where the service has read it
  | 'own-request'; // the request of this very tab

export interface KeyRefusal {
  readonly ok: false;
  readonly reason: KeyFailure;
  /** Whose the invite or request is, when it is for another call. */
  readonly call: CallId | null;
}

export type KeyAnswer = { readonly ok: true; readonly view: TabView } | KeyRefusal;

/** Something to pass on. */
export interface Shared {
  /** One line for a messenger. */
  readonly text: string;
  /** The content of a QR code, all of it in the alphanumeric set. */
  readonly qr: string;
  /** Unix time, milliseconds, until which it is taken. */
  readonly until: number;
}

export type ShareAnswer = ({ readonly ok: true } & Shared) | KeyRefusal;

/** Six words, separated by single spaces. */
export type WordsAnswer = { readonly ok: true; readonly words: string } | KeyRefusal;

/** Why nothing was remembered or brought back. The popup has a sentence for each. */
export type MemoryFailure =
  | 'empty' // the passphrase of a new memory has no letter or digit
  | 'weak' // it is too easy to guess
  | 'wrong' // it is not that of the memory
  | 'locked' // there is no memory, or it is not open
  | 'no-meeting' // the tab shows no meeting
  | 'no-key' // the tab has no key
  | 'not-remembered' // nothing is remembered for this meeting, or the memory is not open
  | 'expired' // what is remembered came to its end
  | 'private-window'
  | 'organisation'; // its policy allows no remembered keys

export type MemoryAnswer =
  | { readonly ok: true; readonly view: TabView }
  | { readonly ok: false; readonly reason: MemoryFailure };
