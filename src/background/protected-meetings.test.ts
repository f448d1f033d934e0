import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TestStore } from '../../test/support/memory-store.ts';
import type { Meeting } from '../services/registry.ts';
import { ProtectedMeetings } from './protected-meetings.ts';
import { isToLookUp, withReturn } from './returns.ts';
import { EMPTY_RECORD, type TabRecord } from './tab-records.ts';

const MEET: Meeting = { service: 'meet', id: 'abc-defg-hij', shared: true };
const OTHER: Meeting = { ...MEET, id: 'xyz-wxyz-xyz' };
const SITE: Meeting = { service: 'site', id: 'talk.example.org/call/x', shared: false };

let store: TestStore;
let meetings: ProtectedMeetings;

beforeEach(() => {
  store = new TestStore();
  meetings = new ProtectedMeetings(store);
});

describe('meetings that were protected', () => {
  it('are known again, also by another background', async () => {
    expect(await meetings.has(MEET)).toBe(false);
    expect([await meetings.add(MEET), await meetings.add(MEET), await meetings.add(SITE)]).toEqual([true, false, true]);
    for (const known of [meetings, new ProtectedMeetings(store)]) {
      expect([await known.has(MEET), await known.has(OTHER), await known.has(SITE)]).toEqual([true, false, true]);
      expect(await known.services()).toEqual(new Set(['meet', 'site']));
    }
  });

  it('have an address of their own: not where a client shows every meeting at the same', async () => {
    for (const id of ['bbb.school.example/html5client', 'bbb.school.example/html5client/join', 'talk.example.org']) {
      expect(await meetings.add({ ...SITE, id })).toBe(false);
    }
  });

  it('are read again after the disk has failed once', async () => {
    const failing = vi.spyOn(store, 'get').mockRejectedValueOnce(new Error('the disk'));
    await expect(meetings.has(MEET)).rejects.toThrow('the disk');
    expect(await meetings.add(MEET)).toBe(true);
    expect(failing).toHaveBeenCalled();
  });

  it('lie on the disk without their addresses', async () => {
    await Promise.all([meetings.add(MEET), meetings.add(SITE)]);
    expect(store.text()).not.toMatch(/abc|defg|example|talk|call/);
    const other = new ProtectedMeetings(new TestStore());
    await other.add(MEET);
    const hashes = (text: string): string[] => Array.from(text.matchAll(/"hash":"([^"]+)"/g), ([, hash = '']) => hash);
    expect(hashes(store.text())).toHaveLength(2);
  });

  it('are asked about once, and forgotten', async () => {
    await meetings.add(MEET);
    expect(await meetings.isToAsk(MEET)).toBe(true);
    await meetings.asked(MEET);
    await meetings.asked(OTHER);
    expect([await meetings.isToAsk(MEET), await meetings.isToAsk(OTHER), await meetings.has(MEET)]).toEqual([
      ...[false, false, true],
    ]);
    await meetings.forget();
    expect([await meetings.has(MEET), store.items.size, (await meetings.services()).size]).toEqual([false, 0, 0]);
  });

  it('are no front pages, and a thousand at most', async () => {
    expect(await meetings.add({ ...SITE, id: 'talk.example.org' })).toBe(false);
    for (let number = 0; number <= 1_000; number++) await meetings.add({ ...MEET, id: `${number}` });
    expect([await meetings.has({ ...MEET, id: '0' }), await meetings.has({ ...MEET, id: '1' })]).toEqual([false, true]);
  });
});

describe('a tab that comes to a meeting', () => {
  const at = (record: TabRecord, meeting: Meeting | null, wasProtected = false): TabRecord => {
    const moved = { ...record, meeting };
    return isToLookUp(moved) ? withReturn(moved, wasProtected) : moved;
  };

  it('is on without a key where it was protected before, until it leaves', () => {
    const back = at(EMPTY_RECORD, MEET, true);
    expect(back).toMatchObject({ on: true, returned: MEET, secret: null });
    expect(back.protection).not.toBeNull();
    expect(at(at(back, MEET), MEET)).toMatchObject({ on: true });
    expect(at(back, OTHER)).toMatchObject({ on: false, returned: null });
    expect(at(back, OTHER, true)).toMatchObject({ on: true, returned: OTHER });
    expect(at(at(back, null), MEET, true)).toMatchObject({ on: true, returned: MEET });
  });

  it('stays as the user has it', () => {
    const chosen = { ...at(EMPTY_RECORD, MEET, true), returned: null };
    expect(at(chosen, OTHER)).toMatchObject({ on: true });
    const declined = { ...chosen, on: false };
    expect(at(declined, MEET, true)).toMatchObject({ on: false });
    expect(at(at(EMPTY_RECORD, OTHER), null)).toMatchObject({ on: false, returned: null });
  });
});
