import { beforeEach, describe, expect, it, vi } from 'vitest';

const session = vi.hoisted(() => new Map<string, unknown>());
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      session: {
        get: async (key: string) => (session.has(key) ? { [key]: session.get(key) } : {}),
        set: async (items: Record<string, unknown>) => {
          for (const [key, value] of Object.entries(items)) session.set(key, value);
        },
        remove: async (key: string) => void session.delete(key),
      },
    },
  },
}));
const { forgetDraft, keepDraft, readDraft } = await import('./draft.ts');

const DRAFT = 'half a pass';

describe('drafts', () => {
  beforeEach(() => session.clear());

  it('come back in the same tab and meeting only', async () => {
    await keepDraft(7, 'key', 'a', DRAFT);
    expect(await readDraft(7, 'key', 'a')).toBe(DRAFT);
    expect(await readDraft(7, 'key', 'b')).toBe('');
    expect(await readDraft(8, 'key', 'a')).toBe('');
  });

  it('leave nothing behind when emptied or forgotten', async () => {
    await keepDraft(7, 'key', 'a', DRAFT);
    await keepDraft(7, 'key', 'a', '');
    expect(session.size).toBe(0);
    await keepDraft(7, 'key', 'a', DRAFT);
    await forgetDraft(7, 'key');
    expect(session.size).toBe(0);
  });
});
