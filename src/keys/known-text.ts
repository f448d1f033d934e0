import { isDrawn } from './drawn-words.ts';
import { normalise } from './normalise.ts';

/** What the service has of a call anyway. */
export interface Known {
  readonly address: string;
  /** What the page calls itself, which the service writes. */
  readonly title: string;
  /** The service's name, and the meeting's id. */
  readonly names: readonly string[];
  /** The text of the page: what stands in the chat has been read by the service. */
  readonly page: string;
}

/** Why a text is no secret from the service. */
export type KnownReason = 'link' | 'invitation' | 'number' | 'known' | 'on-page';

/** Shorter texts stand in every page by chance, and are refused as weak. */
const SHORTEST = 6;
const SHORTEST_FRAGMENT = 4;

const LINK =
  /:\/\/|\bwww\.|\S@\S+\.\S|[\p{L}\d-]\.(?:com|net|org|io|eu|de|at|ch|uk|us|fr|nl|info|app|live|video|microsoft|vc|si|example)(?:[:/?#\s]|$)/iu;
const INVITATION =
  /meeting[ -]?id|besprechungs-?id|konferenz-?id|pass ?code|kenncode|kenn?wort:|one tap mobile|dial[ -]?in|einwahl|inviting you|invites? you|l[äa]dt (?:sie|dich|euch)|einladung zu|(?:join|beitreten|teilnehmen).{0,30}(?:meeting|call|besprechung|konferenz)|(?:meeting|besprechung|konferenz).{0,30}(?:join|beitreten|teilnehmen)/iu;
/** What people write before a number. */
const NUMBER_WORDS = /pin|id|meeting|nummer|number|code|passcode|kenncode|tel|telefon|phone|room|raum|no|nr/g;
/** As Google Meet and Teams name a meeting, this or another. */
const MEETING_ID = /^\s*[a-z]{3}-[a-z]{4}-[a-z]{3}\s*$|19[:%_].{0,3}meeting_|@thread/i;

/** Why a text must not become a key, however long it is: the service knows it, or has only to look. */
export function knownReason(text: string, known: Known): KnownReason | undefined {
  const form = normalise(text);
  if (form.length < SHORTEST) return undefined;
  const forms = [form, normalise(withoutUmlauts(text))];
  const stands = (where: string): boolean => forms.some((each) => normalise(decoded(where)).includes(each));
  if (stands(known.page)) return 'on-page';
  if ([known.address, known.title, ...known.names].some(stands)) return 'known';
  if (isDrawn(text)) return undefined;
  if (MEETING_ID.test(text)) return 'known';
  if (LINK.test(text)) return 'link';
  if (INVITATION.test(text)) return 'invitation';
  if (/^\p{Nd}+$/u.test(form.replace(NUMBER_WORDS, ''))) return 'number';
  const rest = knownFragments(known).reduce((left, fragment) => left.replaceAll(fragment, ''), form);
  return rest.length * 2 <= form.length ? 'known' : undefined;
}

/** What a text may be made of that the service knows, normalised, the longest first. */
export function knownFragments({ address, title, names }: Known): string[] {
  const whole = [title, ...names];
  const parts = [address, ...whole].flatMap((text) => decoded(text).split(/[^\p{L}\p{Nd}]+/u));
  const forms = [...whole, ...parts].map(normalise).filter(({ length }) => length >= SHORTEST_FRAGMENT);
  return Array.from(new Set(forms)).sort((one, other) => other.length - one.length);
}

/** As they are spelled in addresses. */
function withoutUmlauts(text: string): string {
  return text.normalize('NFC').replace(/[äöü]/gi, (letter) => `${letter}e`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone %
  }
}
