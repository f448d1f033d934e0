/** What stands around a call in one document, for the report alone: nothing is judged by it, and no text of the page is in it. */
import type { StreamCounts } from '../call/counts.ts';
import { EXTENSION_NAMES } from '../sdp/extension-names.ts';
import { ALL_NEWS } from './hook.ts';
import { count, flag, isRecord, listOf, oneOf, shaped, tallied } from './valid.ts';
import { validStream } from './valid-stream.ts';

/** Directives of a content security policy that a call can depend on. */
export const DIRECTIVES = [
  ...[
    'default-src',
    'script-src',
    'script-src-elem',
    'connect-src',
    'worker-src',
    'child-src',
    'frame-src',
    'media-src',
  ],
  ...['require-trusted-types-for', 'trusted-types', 'sandbox', 'frame-ancestors', 'object-src', 'img-src', 'style-src'],
] as const;

/** What a permissions policy can keep from a document. Chromium alone tells. */
export const FEATURES = ['camera', 'microphone', 'display-capture', 'autoplay', 'cross-origin-isolated'] as const;

/** What happens for the first time, counted from the navigation. */
export const MOMENTS = [
  'guard', // its script runs
  'hook', // both scripts have found each other
  'orders', // the background has answered
  'protection', // is on
  'connection', // the page makes one
  'transceiver', // the hook hands one over
  'worker-wanted',
  'worker', // stands
] as const;
export type Moment = (typeof MOMENTS)[number];

/** Ways to the helper's document: at once, in Firefox inside a page of ours, or under the page's own isolation policy. */
export const WAYS = ['direct', 'nested', 'isolate-and-require-corp', 'isolate-and-credentialless', 'none'] as const;
export type Way = (typeof WAYS)[number];

/** How attempts at a worker ended that brought none. */
export const HINDRANCES = ['refused', 'late'] as const;

/** How often, by words of a list. */
export type Tally = Readonly<Partial<Record<string, number>>>;

/** Streams that ended and are still told of. */
export const MOST_ENDED = 8;

export interface Circumstances {
  /** It is the page itself, and no frame in it. */
  readonly top: boolean;
  readonly isolated: boolean;
  /** Of a sandbox, which reaches no helper. */
  readonly opaque: boolean;
  /** The page's service worker answers for it. */
  readonly serviceWorker: boolean;
  /** Directives that were seen, in the page's own text or in a policy that refused something. Headers cannot be seen. */
  readonly stated: readonly (typeof DIRECTIVES)[number][];
  /** What the policy has refused, to the page or to us, how often. */
  readonly refusals: Tally;
  readonly denied: readonly (typeof FEATURES)[number][];
  /** Milliseconds from the navigation; those that have not come are missing. */
  readonly times: Tally;
  readonly way: Way;
  /** How many stood so far. */
  readonly workers: number;
  readonly hindrances: Tally;
  /** How often the hook said what. */
  readonly news: Tally;
  /** Header extensions in the descriptions that the page set, before any was removed: by name, how many lines. */
  readonly extensions: Tally;
  readonly senders: number;
  readonly receivers: number;
  /** The last that ended, as they were. */
  readonly ended: readonly StreamCounts[];
}

/** Made safe: words of the lists above and numbers. @returns undefined when it is none */
export function validCircumstances(value: unknown): Circumstances | undefined {
  return isRecord(value) ? shape(value) : undefined;
}

const shape = shaped<Circumstances>({
  ...{ top: flag, isolated: flag, opaque: flag, serviceWorker: flag },
  stated: listOf(oneOf(DIRECTIVES, undefined), DIRECTIVES.length),
  refusals: tallied(DIRECTIVES),
  denied: listOf(oneOf(FEATURES, undefined), FEATURES.length),
  times: tallied(MOMENTS),
  way: oneOf(WAYS, 'none'),
  workers: count,
  hindrances: tallied(HINDRANCES),
  news: tallied(ALL_NEWS),
  extensions: tallied(EXTENSION_NAMES),
  ...{ senders: count, receivers: count },
  ended: listOf(validStream, MOST_ENDED),
});
