/**
 * What stands around the call in this document, for the report that users can copy. Nothing is judged by it. Words of the
 * page come in as words of our own lists, or not at all.
 */
import type { StreamCounts } from '../../src/call/counts.ts';
import {
  type Circumstances,
  DIRECTIVES,
  FEATURES,
  type HINDRANCES,
  MOMENTS,
  type Moment,
  type Way,
} from '../../src/protocol/circumstances.ts';
import { onAnyNews, onExtension } from './channel.ts';

/** Chromium alone; not in TypeScript's library. */
type WithPolicy = Document & { readonly featurePolicy?: { allowsFeature(feature: string): boolean } };

const times: Partial<Record<Moment, number>> = {};
const news: Record<string, number> = {};
const extensions: Record<string, number> = {};
const refusals: Record<string, number> = {};
const hindrances: Record<string, number> = {};
const stated = new Set<(typeof DIRECTIVES)[number]>();
let workers = 0;
let way: Way = 'none';

function add(tally: Record<string, number>, word: string): void {
  tally[word] = (tally[word] ?? 0) + 1;
}

/** Notes that something happens; the first time counts. */
export function noteMoment(moment: Moment): void {
  times[moment] ??= Math.round(performance.now());
}

/** A worker stands. @param by the way on which its helper was made */
export function noteWorker(by: Way): void {
  noteMoment('worker');
  workers++;
  way = by;
}

/** An attempt at a worker brought none. */
export function noteHindrance(hindrance: (typeof HINDRANCES)[number]): void {
  add(hindrances, hindrance);
}

/** Begins to take notes, at document_start. */
export function beginNotes(): void {
  noteMoment('guard');
  onAnyNews((what) => {
    add(news, what);
    if (what === 'connection') noteMoment('connection');
  });
  onExtension((name) => add(extensions, name));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, originalPolicy }) => {
    const directive = DIRECTIVES.find((each) => each === effectiveDirective);
    if (directive) add(refusals, directive);
    noteDirectives(originalPolicy);
  });
  document.addEventListener('DOMContentLoaded', () => {
    const policies = document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]');
    for (const { content } of policies) noteDirectives(content);
  });
}

/** @param policy its text, which is the page's or the server's */
function noteDirectives(policy: string): void {
  const names = policy.split(';').map((directive) => directive.trim().split(/\s/, 1)[0]?.toLowerCase());
  for (const directive of DIRECTIVES) if (names.includes(directive)) stated.add(directive);
}

interface Streams {
  readonly senders: number;
  readonly receivers: number;
  readonly ended: readonly StreamCounts[];
}

/** All of it, as it stands now. */
export function circumstances(streams: Streams): Circumstances {
  const { featurePolicy } = document as WithPolicy;
  return {
    top: window === top,
    isolated: window.crossOriginIsolated,
    opaque: window.origin === 'null',
    // Firefox has none in a page that is no secure context. In a sandboxed one Chromium's getter throws.
    serviceWorker: window.origin !== 'null' && Boolean((navigator as Partial<Navigator>).serviceWorker?.controller),
    stated: Array.from(stated),
    refusals: { ...refusals },
    denied: FEATURES.filter((feature) => featurePolicy && !featurePolicy.allowsFeature(feature)),
    times: Object.fromEntries(MOMENTS.filter((each) => each in times).map((each) => [each, times[each] ?? 0])),
    way,
    workers,
    hindrances: { ...hindrances },
    news: { ...news },
    extensions: { ...extensions },
    ...streams,
  };
}
