/** The handlers of keys and memory, together, on stores in memory. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TestStore } from '../../test/support/memory-store.ts';
import { type ManagedSettings, NOTHING_MANAGED } from '../managed.ts';
import type { KeyAnswer, MemoryAnswer, ShareAnswer } from '../protocol/answers.ts';
import type { TabView } from '../protocol/tab-view.ts';
import type { Meeting } from '../services/registry.ts';
import { KeyHandlers, type Tabs } from './key-handlers.ts';
import { Memory } from './memory.ts';
import { MemoryHandlers, memoryView } from './memory-handlers.ts';
import { TabRecords } from './tab-records.ts';
import { viewOf } from './view.ts';

const MEET: Meeting = { service: 'meet', id: 'abc-defg-hij', shared: true };
const OTHER: Meeting = { ...MEET, id: 'xyz-wxyz-xyz' };
const UNLOCK = 'unicorn tulip reprint abacus zoom yogurt';

let session: TestStore;
let local: TestStore;
let records: TabRecords;
let keys: KeyHandlers;
let memory: MemoryHandlers;
let meetings: Map<number, Meeting>;
let privateTabs: Set<number>;
let told: number;
let pageText: string;
let managed: ManagedSettings;

/** What a browser's start leaves: the disk. */
function start(): void {
  session = new TestStore();
  records = new TabRecords(session);
  const kept = new Memory(local, session);
  const tabs: Tabs = {
    meeting: async (tabId) => meetings.get(tabId),
    text: async () => pageText,
    managed: async () => managed,
    isPrivate: async (tabId) => privateTabs.has(tabId),
    changed: async (tabId) => {
      const [record, meeting] = [await records.read(tabId), meetings.get(tabId)];
      const view = await memoryView(kept, record, meeting, privateTabs.has(tabId), managed);
      return viewOf(
        { tabId, address: undefined, meeting, site: null, managed, toKeep: false, frameSites: [], guarded: true },
        record,
        view,
        Date.now(),
      );
    },
    allChanged: async () => void told++,
  };
  keys = new KeyHandlers(records, tabs);
  memory = new MemoryHandlers(kept, records, tabs);
}

beforeEach(() => {
  local = new TestStore();
  meetings = new Map([
    [1, MEET],
    [2, MEET],
    [3, OTHER],
  ]);
  privateTabs = new Set();
  told = 0;
  pageText = '';
  managed = NOTHING_MANAGED;
  start();
});

const viewIn = (answer: KeyAnswer | MemoryAnswer): TabView => {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.view;
};
const textIn = (answer: ShareAnswer): string => {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.text;
};

describe('two tabs come to the same key', () => {
  it('by an invite', async () => {
    const host = viewIn(await keys.newKey(1));
    const guest = viewIn(await keys.accept(2, textIn(await keys.invite(1))));
    expect(guest.key).toEqual(host.key);
    expect(guest).toMatchObject({ hasKey: true, passphrase: null, key: { kind: 'chain', compared: false } });
  });

  it('by a sealed reply, whose request is used up then', async () => {
    const host = viewIn(await keys.newKey(1));
    const { request } = viewIn(await keys.request(2));
    expect(viewIn(await keys.request(2)).request, 'the same when asked again').toEqual(request);
    const words = await keys.readRequest(1, request?.text ?? '');
    expect(words).toEqual({ ok: true, words: request?.words });
    const answer = textIn(await keys.answerRequest(1, request?.text ?? '', request?.words ?? ''));
    expect(session.text()).toContain('privateKey');
    const guest = viewIn(await keys.accept(2, answer));
    expect(guest.key?.code).toEqual(host.key?.code);
    expect(guest.request).toBeNull();
    expect(guest.key).toMatchObject({ unconfirmed: true, compared: false });
    expect(session.text()).not.toContain('privateKey');
    expect(await keys.accept(2, answer)).toMatchObject({ ok: false, reason: 'no-request' });
    for (const tab of [1, 2]) expect((await records.read(tab)).publicWords).toEqual([request?.words]);
  });

  it('and a sealed reply gives a key that is not passed on, nor remembered, before its code was compared', async () => {
    const host = viewIn(await keys.newKey(1));
    const { request } = viewIn(await keys.request(2));
    const answer = textIn(await keys.answerRequest(1, request?.text ?? '', request?.words ?? ''));
    const guest = viewIn(await keys.accept(2, answer));
    viewIn(await memory.create(2, UNLOCK, false));
    const code = guest.key?.code.digits ?? '';
    expect(await keys.invite(2)).toMatchObject({ ok: false, reason: 'no-key' });
    expect(await memory.remember(2, true)).toEqual({ ok: false, reason: 'no-key' });
    expect((await keys.compared(2, '0'.repeat(20), true)).key?.unconfirmed, 'of another key').toBe(true);
    expect((await keys.compared(2, code, true)).key).toMatchObject({ unconfirmed: false, compared: true });
    textIn(await keys.invite(2));
    viewIn(await memory.remember(2, true));
    expect(guest.key?.code).toEqual(host.key?.code);
  });

  it('and the same key by an invite needs no comparison', async () => {
    await keys.newKey(1);
    const { request } = viewIn(await keys.request(2));
    viewIn(await keys.accept(2, textIn(await keys.answerRequest(1, request?.text ?? '', request?.words ?? ''))));
    expect(viewIn(await keys.accept(2, textIn(await keys.invite(1)))).key?.unconfirmed).toBe(false);
  });

  it('and not by an invite that stands in the page, where the service has read it', async () => {
    viewIn(await keys.newKey(1));
    const line = textIn(await keys.invite(1));
    pageText = `Ada 10:32\n${line}\nBo 10:33\nThanks`;
    expect(await keys.accept(2, `Ada wrote:\n> ${line}`)).toEqual({ ok: false, reason: 'on-page', call: null });
    // Nor where words before it spell the mark by chance.
    const quoted = `From Callseal, an invite: ${line}`;
    expect(await keys.accept(2, `Callseal: invite.\n${quoted}`)).toMatchObject({ ok: false, reason: 'on-page' });
    pageText = line.slice(0, 60);
    viewIn(await keys.accept(2, line));
  });

  it('and not in a tab without a meeting, or of another', async () => {
    await keys.newKey(1);
    const line = textIn(await keys.invite(1));
    expect(await keys.accept(3, line)).toMatchObject({ ok: false, reason: 'other-meeting' });
    expect(await keys.accept(4, line)).toEqual({ ok: false, reason: 'no-meeting', call: null });
  });
});

it('"compared" is kept until the key changes', async () => {
  const code = viewIn(await keys.newKey(1)).key?.code.digits ?? '';
  expect((await keys.compared(1, code, true)).key?.compared).toBe(true);
  expect(viewIn(await keys.accept(1, textIn(await keys.invite(1)))).key?.compared).toBe(true);
  expect((await keys.compared(1, code, false)).key).toMatchObject({ compared: false, unconfirmed: false });
  expect((await keys.compared(1, code, true)).key?.compared).toBe(true);
  const changed = viewIn(await keys.newKey(1));
  expect(changed.key?.compared).toBe(false);
  expect((await keys.compared(1, code, true)).key?.compared, 'said of the key before').toBe(false);
  expect(changed.key?.formerUntil).toBeGreaterThan(Date.now());
});

describe('the memory', () => {
  it('brings a key back after a restart, once it is unlocked and asked', async () => {
    const before = viewIn(await keys.newKey(1));
    expect(before.memory).toEqual({ state: 'none', remembered: 'no' });
    expect(await memory.remember(1, true)).toEqual({ ok: false, reason: 'locked' });
    viewIn(await memory.create(1, UNLOCK, false));
    expect(viewIn(await memory.remember(1, true)).memory).toEqual({ state: 'open', remembered: 'same' });

    start();
    expect(await memory.useRemembered(1)).toEqual({ ok: false, reason: 'not-remembered' });
    expect(await memory.unlock(1, `${UNLOCK}x`)).toEqual({ ok: false, reason: 'wrong' });
    const unlocked = viewIn(await memory.unlock(1, UNLOCK));
    // Unlocking gives no tab a key.
    expect(unlocked).toMatchObject({ hasKey: false, memory: { state: 'open', remembered: 'other' } });
    expect(await memory.useRemembered(3)).toEqual({ ok: false, reason: 'not-remembered' });
    expect(viewIn(await memory.useRemembered(1)).key?.code).toEqual(before.key?.code);
    expect(viewIn(await keys.newKey(1)).memory.remembered).toBe('other');
    expect(viewIn(await memory.remember(1, false)).memory.remembered).toBe('no');
    expect((await memory.lock(1)).memory.state).toBe('locked');
  });

  it('lies on the disk without anything in clear', async () => {
    await keys.newKey(1);
    viewIn(await memory.create(1, UNLOCK, false));
    viewIn(await memory.remember(1, true));
    const { secret } = await records.read(1);
    expect(Array.from(local.items.keys())).toEqual(['vault']);
    for (const clear of [secret?.callSecret.key ?? '', secret?.code.digits ?? '', MEET.id, 'unicorn']) {
      expect(clear.length).toBeGreaterThan(5);
      expect(local.text()).not.toContain(clear);
      expect(session.text() + UNLOCK, 'the control').toContain(clear);
    }
  });

  it('is neither made, used nor seen from a private window', async () => {
    await keys.newKey(1);
    viewIn(await memory.create(1, UNLOCK, false));
    viewIn(await memory.remember(1, true));
    const disk = local.text();
    privateTabs.add(2);
    const answers = [
      await memory.create(2, UNLOCK, false),
      await memory.unlock(2, UNLOCK),
      await memory.remember(2, true),
      await memory.remember(2, false),
      await memory.useRemembered(2),
    ];
    expect(answers).toEqual(answers.map(() => ({ ok: false, reason: 'private-window' })));
    expect(viewIn(await keys.newKey(2)).memory).toEqual({ state: 'private', remembered: 'no' });
    expect(local.text()).toBe(disk);
  });

  it('is not set up with a weak passphrase', async () => {
    expect(await memory.create(1, 'hunter2', false)).toEqual({ ok: false, reason: 'weak' });
    viewIn(await memory.create(1, 'text that was measured', true));
    viewIn(await memory.forgetEverything(1).then((view) => ({ ok: true, view })));
    expect(await memory.create(1, '--', true)).toEqual({ ok: false, reason: 'empty' });
    expect(local.items.size).toBe(0);
    expect(await memory.remember(1, true)).toEqual({ ok: false, reason: 'no-key' });
  });
});

it('"forget everything" leaves no secret anywhere, and protection on', async () => {
  await records.update(1, (record) => ({ ...record, on: true }));
  await keys.newKey(1);
  await keys.newKey(1);
  await keys.newKey(3);
  await keys.request(2);
  await session.set({ 'draft:1': { text: 'half a pass', generated: false, meeting: MEET.id } });
  viewIn(await memory.create(1, UNLOCK, false));
  viewIn(await memory.remember(1, true));
  const view = await memory.forgetEverything(1);
  expect(view).toMatchObject({ on: true, hasKey: false, key: null, memory: { state: 'none' } });
  expect(local.items.size).toBe(0);
  expect(session.text()).not.toMatch(/"key"|privateKey|half a pass|vaultKey/);
  expect(told).toBe(1);
});

describe('what an organisation forbids', () => {
  it('remembers nothing and brings nothing back, and says so', async () => {
    await keys.newKey(1);
    managed = { ...NOTHING_MANAGED, allowRememberedKeys: false };
    const refused = { ok: false, reason: 'organisation' };
    expect(await memory.create(1, UNLOCK, false)).toEqual(refused);
    expect(await memory.unlock(1, UNLOCK)).toEqual(refused);
    expect(await memory.remember(1, true)).toEqual(refused);
    expect(await memory.useRemembered(1)).toEqual(refused);
    expect(local.text()).not.toContain('vault');
    const view = await memory.lock(1);
    expect(view.memory).toEqual({ state: 'organisation', remembered: 'no' });
    expect(view.managed.allowRememberedKeys).toBe(false);
  });

  it('takes only drawn words, for the memory too', async () => {
    managed = { ...NOTHING_MANAGED, drawnWordsOnly: true };
    expect(await memory.create(1, 'vK7qX2mW9tR4zB6hJ3pN', true)).toEqual({ ok: false, reason: 'weak' });
    expect(viewIn(await memory.create(1, UNLOCK, false)).freeText).toBe(false);
    managed = NOTHING_MANAGED;
    expect(viewIn(await memory.unlock(1, UNLOCK)).freeText).toBe(true);
  });
});
