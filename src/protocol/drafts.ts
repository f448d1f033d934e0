/**
 * Where the popup keeps in storage.session what was typed and not sent yet, and the background finds it to throw it away.
 * Fields that secrets or their likes are typed into, and 'way': which way to a key the user took.
 */
const DRAFT_FIELDS = ['key', 'request', 'memory', 'way'] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

const PREFIX = 'draft:';

export function draftKey(tabId: number, field: DraftField): string {
  return `${PREFIX}${tabId}:${field}`;
}

export function draftKeysOf(tabId: number): string[] {
  return DRAFT_FIELDS.map((field) => draftKey(tabId, field));
}

export function isDraftKey(key: string): boolean {
  return key.startsWith(PREFIX);
}
