/**
 * What backs a claim about a tab. Each document says what it knows of itself and of the frames in it; a claim takes the
 * word of all of them, and where one is missing that is what is said.
 */

/** A frame that could hold a call, as the guard of the document around it knows it. */
export interface ChildFrame {
  /** The greeting of the guard in it: 16 hex digits, random. Null when no guard has greeted from there. */
  readonly id: string | null;
  /** The origin of its address, or empty where it has none of its own. */
  readonly origin: string;
  /** Whether the page wants it to have camera, microphone or screen. */
  readonly devices: boolean;
}

/** What one document's guard knows of it. */
export interface DocumentEvidence {
  /** The scripts came after the page's own: whatever those took or made before is out of reach. */
  readonly late: boolean;
  /** Guard and hook found each other before the page's first script. */
  readonly hooked: boolean;
  /** Nothing is negotiated in it until it has its first orders. */
  readonly held: boolean;
  /** What this guard greets the one around it with, while protection is on. */
  readonly greeting: string | null;
  readonly frames: readonly ChildFrame[];
}

/** Why nothing is claimed. Each has a sentence and a next step in the popup. */
export const UNPROVEN_REASONS = [
  'late', // the page was open before Callseal
  'silent', // no guard answers in the page itself
  'unhooked', // a guard without its hook
  'frame', // a frame that could hold a call, and no guard in it
  'checking', // nothing is wrong, but not everything has answered yet
] as const;

export interface Unproven {
  readonly reason: (typeof UNPROVEN_REASONS)[number];
  /** Of frames without a guard: their origins, without the empty one. */
  readonly origins: readonly string[];
}

/**
 * What is missing for a claim about a tab, or null.
 *
 * @param documents the evidence of each document, and whether it has heard that protection is on; one that is held will
 * @param top the one of the page itself
 * @param silent the page was asked, and no guard answered
 */
export function missingEvidence(
  documents: readonly (DocumentEvidence & { readonly heard: boolean })[],
  top: DocumentEvidence | undefined,
  silent: boolean,
): Unproven | null {
  if (documents.some(({ late }) => late)) return { reason: 'late', origins: [] };
  if (silent) return { reason: 'silent', origins: [] };
  if (documents.some(({ hooked }) => !hooked)) return { reason: 'unhooked', origins: [] };
  const greetings = new Set(documents.map(({ greeting }) => greeting));
  const without = documents.flatMap(({ frames }) => frames.filter(({ id }) => id === null || !greetings.has(id)));
  if (without.length > 0) {
    const origins = Array.from(new Set(without.map(({ origin }) => origin)));
    return { reason: 'frame', origins: origins.filter((origin) => origin !== '') };
  }
  return top && documents.every(({ heard, held }) => heard || held) ? null : { reason: 'checking', origins: [] };
}
