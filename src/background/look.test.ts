import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { look } from './look.ts';
import { type DocumentRecord, EMPTY_RECORD, type TabRecord, type TabRecords } from './tab-records.ts';

const { sendMessage } = vi.hoisted(() => ({ sendMessage: vi.fn<() => Promise<unknown>>() }));
vi.mock('webextension-polyfill', () => ({
  default: { tabs: { sendMessage, get: async () => ({ url: 'https://meet.google.com/abc', status: 'complete' }) } },
}));
vi.mock('./sites.ts', () => ({ siteOf: async () => ({ pattern: '', access: 'given' }) }));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Looks at a tab whose guard answers so. @param age milliseconds since its last report */
async function lookAt(answer: Promise<unknown>, age?: number) {
  sendMessage.mockReturnValue(answer);
  const documents = age === undefined ? {} : { 0: { at: Date.now() - age } as DocumentRecord };
  let record: TabRecord = { ...EMPTY_RECORD, documents };
  const records = {
    read: async () => record,
    update: async (_: number, change: (known: TabRecord) => TabRecord) => {
      record = change(record);
    },
  } as unknown as TabRecords;
  const looked = look(records, 7);
  await vi.advanceTimersByTimeAsync(10_000);
  return { guarded: await looked, silent: record.silent, documents: Object.keys(record.documents).length };
}

const never = new Promise(() => undefined);

it('finds no guard where the browser has nobody to ask, or nobody who can say how he does', async () => {
  const absent = { guarded: false, silent: true, documents: 0 };
  expect(await lookAt(Promise.reject(new Error('Receiving end does not exist.')))).toEqual(absent);
  expect(await lookAt(Promise.resolve(undefined))).toEqual(absent);
});

it('finds one that answers, and takes one that is late for no missing one', async () => {
  const there = { guarded: true, silent: false, documents: 0 };
  expect(await lookAt(Promise.resolve(true))).toEqual(there);
  expect(await lookAt(never)).toEqual(there);
});

it('knows of a document what its guard has reported since, or a little before where it is late', async () => {
  expect((await lookAt(never, 3_000)).documents).toBe(1);
  expect((await lookAt(never, 9_000)).documents).toBe(0);
  expect((await lookAt(Promise.resolve(true), 1)).documents).toBe(0);
  expect((await lookAt(Promise.reject(new Error('Receiving end does not exist.')), 1)).documents).toBe(0);
});
